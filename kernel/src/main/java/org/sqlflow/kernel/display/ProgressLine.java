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

  /** A bar that moves, for an unknown share. */
  static final String UNKNOWN_HTML = barHtml("");

  private ProgressLine() {}

  /** The current state; seconds that are NaN or infinite are left out. */
  static String running(TrainingProgress progress, double secondsLeft) {
    List<String> parts = new ArrayList<>();
    parts.add(progress.place());
    parts.addAll(progress.measures());
    if (progress.isReading() && progress.done() > 0) {
      parts.add(String.format(Locale.ROOT, "%,d rows", progress.done()));
    }
    if (progress.rowsPerSecond() > 0) {
      parts.add(String.format(Locale.ROOT, "%,.0f rows/s", progress.rowsPerSecond()));
    }
    if (Double.isFinite(secondsLeft) && secondsLeft >= 0) {
      parts.add("about " + duration(secondsLeft) + " left");
    }
    return String.join(SEPARATOR, parts);
  }

  /** Where the training stopped. */
  static String stopped(TrainingProgress progress) {
    List<String> parts = new ArrayList<>();
    parts.add("stopped in " + progress.place());
    parts.addAll(progress.measures());
    return String.join(SEPARATOR, parts);
  }

  /**
   * A summary of the phases that report a loss; of several starts, those of the last one. Empty if
   * no phase reports a loss.
   */
  static String summary(List<TrainingProgress> phases) {
    int starts = phases.stream().mapToInt(TrainingProgress::start).max().orElse(1);
    String summary =
        phases.stream()
            .filter(last -> !last.measures().isEmpty())
            .map(ProgressLine::summary)
            .collect(Collectors.joining("; "));
    return starts == 1
        ? summary
        : starts + " starts" + (summary.isEmpty() ? "" : ", in the last " + summary);
  }

  private static String summary(TrainingProgress last) {
    List<String> parts = new ArrayList<>();
    String plural = last.unit().endsWith("s") ? "es" : "s";
    parts.add(
        last.phase() + ": " + last.step() + " " + last.unit() + (last.step() == 1 ? "" : plural));
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

  /** The browser's own progress bar: it follows the theme, and sanitizers keep it. */
  static String barHtml(double share) {
    return barHtml(String.format(Locale.ROOT, "value=\"%.3f\" max=\"1\" ", share));
  }

  private static String barHtml(String value) {
    return "<progress " + value + "style=\"width:12em;vertical-align:middle\"></progress> ";
  }

  static String smallHtml(String line) {
    return "<span style=\"font-size:90%;" + Html.MUTED + "\">" + Html.escape(line) + "</span>";
  }
}
