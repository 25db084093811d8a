package org.sqlflow.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParallelTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 1_000})
  void eachPartRunsOnce(int parts) {
    AtomicIntegerArray runs = new AtomicIntegerArray(parts);
    Parallel.run(parts, runs::incrementAndGet);
    assertThat(IntStream.range(0, parts).map(runs::get)).allMatch(count -> count == 1);
  }

  @Test
  void noMorePartsRunAtATimeThanThereAreThreads() throws Exception {
    ForkJoinPool pool = new ForkJoinPool(3);
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    try {
      pool.submit(
              () ->
                  Parallel.run(
                      200,
                      part -> {
                        most.accumulateAndGet(running.incrementAndGet(), Math::max);
                        Thread.yield();
                        running.decrementAndGet();
                      }))
          .get();
    } finally {
      pool.shutdown();
    }
    assertThat(most.get()).isBetween(1, 3);
  }

  @Test
  void thereAreNoMoreThreadsThanProcessors() {
    assertThat(Parallel.threads()).isBetween(1, Runtime.getRuntime().availableProcessors());
  }

  @Test
  void anErrorOfAPartIsTheCallers() {
    assertThatThrownBy(
            () ->
                Parallel.run(
                    10,
                    part -> {
                      if (part == 7) {
                        throw new IllegalStateException("seven");
                      }
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("seven");
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "' 4 ', 4", "0, 2147483647", "-1, 2147483647", "two, 2147483647"})
  void onlyAPositiveNumberLimitsTheThreads(String value, int most) {
    assertThat(Parallel.most(value)).isEqualTo(most);
  }

  @Test
  void withoutASettingThereIsNoLimit() {
    assertThat(Parallel.most(null)).isEqualTo(Integer.MAX_VALUE);
  }
}
