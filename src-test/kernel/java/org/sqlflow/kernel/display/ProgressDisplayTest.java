package org.sqlflow.kernel.display;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.junit.jupiter.api.Test;
import org.sqlflow.models.TrainingProgress;

class ProgressDisplayTest {
  private final List<String> shown = new ArrayList<>();
  private final List<String> ids = new ArrayList<>();
  private long now;
  private final ProgressDisplay display =
      new ProgressDisplay(
          new CellDisplay() {
            @Override
            public void show(DisplayData data) {
              add("show ", data);
            }

            @Override
            public void update(DisplayData data) {
              add("update ", data);
            }
          },
          "id",
          () -> now);

  private void add(String how, DisplayData data) {
    shown.add(how + data.getData(MIMEType.TEXT_PLAIN));
    ids.add(data.getDisplayId());
  }

  private static TrainingProgress progress(String phase, int pass, long done) {
    return new TrainingProgress(phase, pass, 50, done, 0.5, Double.NaN, 1000);
  }

  @Test
  void itAppearsOnceAndRenewsItselfFiveTimesASecondAtMost() {
    for (int millisecond = 0; millisecond < 1000; millisecond++) {
      now = Duration.ofMillis(millisecond).toNanos();
      display.progress(progress("pre-training", 1, millisecond));
    }
    assertThat(shown).hasSize(5);
    assertThat(shown.get(0)).startsWith("show ");
    assertThat(shown.subList(1, 5)).allMatch(line -> line.startsWith("update "));
    assertThat(ids).containsOnly("id");
  }

  @Test
  void itTellsPhasePassLossSpeedAndTimeLeft() {
    display.progress(progress("pre-training", 1, 1000));
    now = Duration.ofSeconds(1).toNanos();
    display.progress(progress("pre-training", 2, 1500));
    assertThat(shown.get(1))
        .isEqualTo(
            "update [#-------------------] pre-training epoch 2 of 50 \u00b7 loss 0.5000"
                + " \u00b7 1,000 rows/s \u00b7 49 s left at most");
  }

  @Test
  void itsLastStateSumsUpThePhases() {
    display.progress(progress("pre-training", 50, 50_000));
    display.progress(new TrainingProgress("clustering", 12, 100, 12_000, 0.25, 0.001, Double.NaN));
    display.ended();
    assertThat(shown.get(shown.size() - 1))
        .isEqualTo(
            "update [####################] pre-training: 50 epochs, loss 0.5000;"
                + " clustering: 12 epochs, loss 0.2500, 0.10% of rows changed group");
  }

  @Test
  void ofSeveralStartsItSaysWhichOneRuns() {
    for (int start = 1; start <= 3; start++) {
      now += Duration.ofSeconds(1).toNanos();
      display.progress(progress("pre-training", 50, 50_000).within(start, 3));
      display.progress(
          new TrainingProgress("first centres", 1, 1, 0, Double.NaN, Double.NaN, Double.NaN)
              .within(start, 3));
    }
    assertThat(shown.get(1)).contains("start 2 of 3, pre-training epoch 50 of 50 \u00b7 loss");
    display.ended();
    assertThat(shown.get(shown.size() - 1))
        .isEqualTo(
            "update [####################] 3 starts, in the last pre-training: 50 epochs,"
                + " loss 0.5000");
  }

  @Test
  void whenItIsStoppedItSaysWhere() {
    display.progress(progress("pre-training", 26, 0));
    display.stopped();
    assertThat(shown.get(1))
        .isEqualTo(
            "update [##########----------] stopped in pre-training epoch 26 of 50"
                + " \u00b7 loss 0.5000");
  }

  @Test
  void withoutProgressNothingIsShown() {
    display.ended();
    assertThat(shown).isEmpty();
  }
}
