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
    parts.add(place(progress));
    measures(parts, progress);
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
    parts.add("stopped in " + place(progress));
    measures(parts, progress);
    return String.join(SEPARATOR, parts);
  }

  private static String place(TrainingProgress progress) {
    return progress.phase() + " pass " + progress.pass() + " of " + progress.passes();
  }

  /** What was done, phase by phase. */
  static String summary(List<TrainingProgress> phases) {
    return phases.stream()
        .map(
            last -> {
              List<String> parts = new ArrayList<>();
              String passes = last.pass() == 1 ? " pass" : " passes";
              parts.add(last.phase() + ": " + last.pass() + passes);
              measures(parts, last);
              return String.join(", ", parts);
            })
        .collect(Collectors.joining("; "));
  }

  private static void measures(List<String> parts, TrainingProgress progress) {
    if (!Double.isNaN(progress.loss())) {
      parts.add("loss " + significant(progress.loss()));
    }
    if (!Double.isNaN(progress.changedShare())) {
      parts.add(
          String.format(
              Locale.ROOT, "%.2f%% of rows changed group", 100 * progress.changedShare()));
    }
  }

  private static String significant(double loss) {
    double size = Math.abs(loss);
    boolean readable = size == 0 || (size >= 1e-3 && size < 1e6);
    return String.format(Locale.ROOT, readable ? "%.4f" : "%.3e", loss);
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
