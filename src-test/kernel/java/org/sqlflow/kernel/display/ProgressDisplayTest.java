package org.sqlflow.kernel.display;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.junit.jupiter.api.Test;
import org.sqlflow.models.TrainingContext;
import org.sqlflow.models.TrainingListener;
import org.sqlflow.models.TrainingProgress;

class ProgressDisplayTest {
  private final List<String> shown = new ArrayList<>();
  private final List<String> html = new ArrayList<>();
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
    html.add((String) data.getData(MIMEType.TEXT_HTML));
    ids.add(data.getDisplayId());
  }

  private TrainingListener listener() {
    return new TrainingListener() {
      @Override
      public void progress(TrainingProgress progress) {
        display.progress(progress);
      }

      @Override
      public void checkCancelled() {}
    };
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
    now = Duration.ofSeconds(2).toNanos();
    display.progress(progress("pre-training", 2, 2000));
    assertThat(shown.get(1))
        .isEqualTo(
            "update [#-------------------] pre-training epoch 2 of 50 \u00b7 loss 0.5000"
                + " \u00b7 1,000 rows/s \u00b7 about 48 s left");
    assertThat(html.get(1))
        .contains("<progress value=\"0.040\" max=\"1\"")
        .startsWith("<!-- pre-training epoch 2 of 50");
  }

  @Test
  void readingIsAPartOfItAndTakesNothingOfTheTimeLeft() {
    TrainingContext context = TrainingContext.of(listener(), () -> now);
    context.reading(0);
    now = Duration.ofSeconds(4).toNanos();
    context.reading(8_000_000);
    assertThat(shown)
        .containsExactly(
            "show [--------------------] reading rows",
            "update [--------------------] reading rows \u00b7 8,000,000 rows \u00b7 2,000,000"
                + " rows/s");
    now += Duration.ofSeconds(1).toNanos();
    context.progress(progress("k-means", 1, 0));
    now += Duration.ofSeconds(2).toNanos();
    context.progress(progress("k-means", 26, 25_000));
    assertThat(shown.get(3)).contains("[##########----------]").endsWith("about 2 s left");
  }

  @Test
  void itsBarAndItsTimeAreThoseOfAllPhasesAndStarts() {
    TrainingContext all = TrainingContext.of(listener(), () -> now);
    Map<String, Double> expected = new LinkedHashMap<>();
    expected.put("pre-training", 30.0);
    expected.put("clustering", 10.0);
    all.expect(expected, Map.of());
    for (int start = 1; start <= 4; start++) {
      TrainingContext context = all.ofStart(start, 4);
      for (String phase : List.of("pre-training", "clustering")) {
        int epochs = phase.equals("clustering") ? 10 : 30;
        for (int batch = 1; batch <= 4 * epochs; batch++) {
          now += Duration.ofMillis(250).toNanos();
          context.progress(
              new TrainingProgress(
                  phase, (batch + 3) / 4, epochs, 25L * batch, 0.5, Double.NaN, 100));
        }
      }
    }
    // 160 s in all: the bar never goes back, and at each moment both sum up to them.
    List<Integer> left =
        shown.stream()
            .filter(line -> line.contains("left"))
            .map(
                line -> {
                  Matcher time =
                      Pattern.compile("about (?:(\\d+) min )?(\\d+) s left").matcher(line);
                  assertThat(time.find()).as(line).isTrue();
                  return (time.group(1) == null ? 0 : 60 * Integer.parseInt(time.group(1)))
                      + Integer.parseInt(time.group(2));
                })
            .toList();
    assertThat(left).hasSizeGreaterThan(500).allMatch(seconds -> seconds < 150);
    assertThat(left.subList(40, left.size())).isSortedAccordingTo(Comparator.reverseOrder());
    assertThat(left.get(0)).isBetween(140, 158);
    assertThat(left.get(left.size() - 1)).isEqualTo(1);
    assertThat(shown.stream().map(line -> line.chars().filter(c -> c == '#').count())).isSorted();
  }

  @Test
  void aPhaseThatNobodyExpectedLeavesTheBarWhereItIs() {
    display.progress(progress("pre-training", 26, 25_000));
    now = Duration.ofSeconds(2).toNanos();
    display.progress(
        new TrainingProgress(
            "scores",
            "",
            1,
            1,
            0,
            Double.NaN,
            Double.NaN,
            Double.NaN,
            1,
            1,
            Double.NaN,
            Double.NaN));
    assertThat(shown.get(1)).isEqualTo("update [##########----------] scores");
  }

  @Test
  void whenItIsOverALineWithoutABarSumsUpThePhases() {
    display.progress(progress("pre-training", 50, 50_000));
    display.progress(new TrainingProgress("clustering", 12, 100, 12_000, 0.25, 0.001, Double.NaN));
    display.ended();
    assertThat(shown.get(shown.size() - 1))
        .isEqualTo(
            "update pre-training: 50 epochs, loss 0.5000;"
                + " clustering: 12 epochs, loss 0.2500, 0.10 % of rows changed group");
    assertThat(html.get(html.size() - 1)).doesNotContain("<progress");
  }

  @Test
  void passesOfAClusterAreSummedUpToo() {
    display.progress(
        new TrainingProgress("k-means", "pass", 2, 301, 0, 7.9532, 0.0, Double.NaN, 1, 1));
    display.ended();

    assertThat(shown.get(shown.size() - 1))
        .isEqualTo("update k-means: 2 passes, loss 7.9532, 0.00 % of rows changed group");
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
    assertThat(shown.get(2)).contains("start 2 of 3, pre-training epoch 50 of 50 \u00b7 loss");
    display.ended();
    assertThat(shown.get(shown.size() - 1))
        .isEqualTo("update 3 starts, in the last pre-training: 50 epochs, loss 0.5000");
  }

  @Test
  void whenItIsStoppedItSaysWhere() {
    display.progress(progress("pre-training", 26, 0));
    display.stopped();
    assertThat(shown.get(1))
        .isEqualTo("update stopped in pre-training epoch 26 of 50 \u00b7 loss 0.5000");
  }

  @Test
  void aTrainingThatDidNotBeginLeavesNothing() {
    TrainingContext.of(listener(), () -> now).reading(0);
    display.stopped();
    assertThat(shown).containsExactly("show [--------------------] reading rows", "update ");
  }

  @Test
  void whatFollowsTheLastStartIsAPartOfTheWhole() {
    TrainingContext all = TrainingContext.of(listener(), () -> now);
    all.expect(Map.of("clustering", 4.0), Map.of("scores", 2.0));
    all.ofStart(2, 2).progress(progress("clustering", 1, 0));
    all.ofStart(2, 2).progress(progress("scores", 1, 0));
    assertThat(shown)
        .satisfiesExactly(
            first -> assertThat(first).contains("[########------------] start 2 of 2"),
            last -> assertThat(last).contains("[################----] start 2 of 2, scores"));
  }

  @Test
  void withoutProgressNothingIsShown() {
    display.ended();
    assertThat(shown).isEmpty();
  }

  @Test
  void aLargeLossHasFewDigits() {
    display.progress(
        new TrainingProgress("k-means", "pass", 2, 301, 0, 3423.1588, 0.0, Double.NaN, 1, 1));
    display.ended();

    assertThat(shown.get(shown.size() - 1)).contains(", loss 3,423.2,");
  }
}
