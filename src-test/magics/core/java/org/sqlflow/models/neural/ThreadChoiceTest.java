package org.sqlflow.models.neural;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThreadChoiceTest {
  private long now;
  private int alone;
  private int together;
  private final ThreadChoice choice = new ThreadChoice(() -> now);

  /** Steps that take so long alone and together, on a machine of two processors. */
  private void steps(int count, long onOne, long onTwo) throws Exception {
    ForkJoinPool pool = new ForkJoinPool(2);
    try {
      pool.submit(
              () -> {
                for (int i = 0; i < count; i++) {
                  choice.run(
                      256,
                      () -> {
                        alone++;
                        now += onOne;
                      },
                      () -> {
                        together++;
                        now += onTwo;
                      });
                }
              })
          .get();
    } finally {
      pool.shutdown();
    }
  }

  @ParameterizedTest
  @CsvSource({"100, 60, true", "100, 140, false", "100, 100, false", "100, 97, false"})
  void aSecondThreadWorksWhereItSavesTime(long onOne, long onTwo, boolean pays) throws Exception {
    steps(1_000, onOne, onTwo);

    assertThat(choice.isTogether()).isEqualTo(pays);
    assertThat(pays ? alone : together).as("tries, cold and warm").isEqualTo(10);
    assertThat(alone + together).isEqualTo(1_000);
  }

  @Test
  void itIsMeasuredAgainAsOtherProgramsComeAndGo() throws Exception {
    steps(1_000, 100, 60);
    steps(1_100, 100, 150);
    assertThat(choice.isTogether()).isTrue();
    steps(10, 100, 150);
    assertThat(choice.isTogether()).isFalse();
  }

  @Test
  void theFirstStepsWhichCompileDecideForAHundredSteps() throws Exception {
    steps(100, 160, 160);
    assertThat(choice.isTogether()).isFalse();
    steps(10, 160, 80);
    assertThat(choice.isTogether()).isTrue();
  }

  @Test
  void aSlowStepDecidesNothing() throws Exception {
    steps(1, 1_000_000, 60);
    steps(50, 100, 60);
    assertThat(choice.isTogether()).isTrue();
  }

  @Test
  void oneProcessorMeasuresNothing() throws Exception {
    ForkJoinPool pool = new ForkJoinPool(1);
    pool.submit(
            () -> {
              for (int i = 0; i < 20; i++) {
                choice.run(256, () -> alone++, () -> together++);
              }
            })
        .get();
    pool.shutdown();
    assertThat(together).isZero();
    assertThat(choice.isTogether()).isFalse();
  }
}
