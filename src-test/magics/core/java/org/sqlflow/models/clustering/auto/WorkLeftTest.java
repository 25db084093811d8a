package org.sqlflow.models.clustering.auto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.sqlflow.models.HeardProgress;
import org.sqlflow.models.TrainingContext;
import org.sqlflow.models.TrainingProgress;
import org.sqlflow.models.training.PhaseTimer;

class WorkLeftTest {
  private final HeardProgress heard = new HeardProgress();
  private final TrainingContext context = TrainingContext.of(heard);
  private final WorkLeft work = new WorkLeft(context);

  @Test
  void aStepCountsByItsWeight() {
    work.expect(9);
    work.begin("some");
    work.did(1);
    work.did(8);

    assertThat(heard.all()).extracting(TrainingProgress::from).containsExactly(0.0, 0.1, 0.9);
    assertThat(heard.all()).extracting(TrainingProgress::place).containsOnly("some");
  }

  @Test
  void theShareNeverFallsWhereMoreIsLeftThanExpected() {
    work.expect(1);
    work.begin("some");
    work.did(1);
    work.expect(99);
    work.begin("more");
    work.did(50);

    assertThat(heard.all())
        .extracting(TrainingProgress::from)
        .isSorted()
        .last()
        .satisfies(share -> assertThat((double) share).isCloseTo(0.75, within(1e-9)));
  }

  @Test
  void theTrainingIsAlwaysLeft() {
    work.expect(1);
    work.begin("some");
    work.did(1000);
    double before = work.done();
    new PhaseTimer("last", 1, work.rest()).begin();

    assertThat(before).isCloseTo(0.5, within(1e-9));
    assertThat(heard.last().from()).isCloseTo(before, within(1e-9));
    assertThat(heard.last().to()).isCloseTo(1, within(1e-9));
  }
}
