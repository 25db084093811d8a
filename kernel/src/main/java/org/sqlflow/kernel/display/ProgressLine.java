package org.sqlflow.kernel.display;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.sqlflow.models.TrainingProgress;

/** A training's progress in words and as a bar. */
final class ProgressLine {
  private static final int BAR = 20;
  private static final String SEPARATOR = " \u00b7 ";

  private ProgressLine() {}

  /** What goes on; seconds that are NaN or infinite are not told. */
  static String running(TrainingProgress progress, double secondsLeft) {
    List<String> parts = new ArrayList<>();
    parts.add(progress.place());
    parts.addAll(progress.measures());
    if (progress.rowsPerSecond() > 0) {
      parts.add(String.format(Locale.ROOT, "%,.0f rows/s", progress.rowsPerSecond()));
    }
    if (Double.isFinite(secondsLeft) && secondsLeft >= 0) {
      parts.add(duration(secondsLeft) + " left at most");
    }
    return String.join(SEPARATOR, parts);
  }

  /** Where it stopped. */
  static String stopped(TrainingProgress progress) {
    List<String> parts = new ArrayList<>();
    parts.add("stopped in " + progress.place());
    parts.addAll(progress.measures());
    return String.join(SEPARATOR, parts);
  }

  /** What was done, phase by phase: those that tell a loss. Of several starts, in the last. */
  static String summary(List<TrainingProgress> phases) {
    int starts = phases.get(phases.size() - 1).start();
    return phases.stream()
        .filter(last -> phases.size() == 1 || !last.measures().isEmpty())
        .map(ProgressLine::summary)
        .collect(Collectors.joining("; ", starts > 1 ? starts + " starts, in the last " : "", ""));
  }

  private static String summary(TrainingProgress last) {
    List<String> parts = new ArrayList<>();
    parts.add(
        last.phase() + ": " + last.step() + " " + last.unit() + (last.step() == 1 ? "" : "s"));
    parts.addAll(last.measures());
    return String.join(", ", parts);
  }

  private static String duration(double seconds) {
    Duration left = Duration.ofMillis((long) (1000 * Math.min(seconds, 1e9)));
    if (left.toMinutes() >= 60) {
      return left.toHours() + " h " + left.toMinutesPart() + " min";
    }
    return left.toMinutes() > 0
        ? left.toMinutes() + " min " + left.toSecondsPart() + " s"
        : Math.max(1, Math.round(seconds)) + " s";
  }

  static String bar(double share) {
    int done = (int) Math.round(share * BAR);
    return "[" + "#".repeat(done) + "-".repeat(BAR - done) + "]";
  }

  static String barHtml(double share) {
    return "<div style=\"display:inline-block;vertical-align:middle;width:10em;height:0.7em;"
        + "margin-right:0.7em;border:1px solid currentColor;border-radius:0.2em;opacity:0.6\">"
        + "<div style=\"height:100%;background:currentColor;width:"
        + Math.round(100 * share)
        + "%\"></div></div>";
  }
}
