package org.sqlflow.kernel.display;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.sqlflow.models.TrainingProgress;
import org.sqlflow.text.Visible;

/**
 * Shows the progress of a training as a bar and a line, which are updated at each new phase and
 * otherwise at most five times a second. After the training a short line without a bar remains.
 * Each instance serves one training.
 */
public final class ProgressDisplay {
  private static final long UPDATE_NANOS = Duration.ofMillis(200).toNanos();

  /** The share done and the seconds passed before the time left can be estimated. */
  private static final double LEAST_SHARE = 0.02;

  private static final double LEAST_SECONDS = 1;

  private final CellDisplay display;
  private final String id;
  private final LongSupplier nanoTime;
  private final List<TrainingProgress> phasesOver = new ArrayList<>();
  private Optional<TrainingProgress> latest = Optional.empty();

  /** Rows of a pass in this phase, or in the one before: most phases pass over the same rows. */
  private double rowsOfAPass = Double.NaN;

  private double shareShown;
  private long learningSince;
  private long shownAt;

  /**
   * A display that appears with the first progress.
   *
   * @param id an id that no other display has
   * @param nanoTime a clock, as {@link System#nanoTime}
   */
  public ProgressDisplay(CellDisplay display, String id, LongSupplier nanoTime) {
    this.display = display;
    this.id = id;
    this.nanoTime = nanoTime;
  }

  /** Shows the training's progress. */
  public void progress(TrainingProgress progress) {
    long now = nanoTime.getAsLong();
    boolean first = latest.isEmpty();
    boolean newPhase = !first && !latest.get().phase().equals(progress.phase());
    if (latest.filter(last -> !last.isReading()).isEmpty()) {
      learningSince = now;
    } else {
      follow(latest.get(), progress);
    }
    latest = Optional.of(progress);
    if (first) {
      display.show(running(progress, now));
      shownAt = now;
    } else if (newPhase || now - shownAt >= UPDATE_NANOS) {
      display.update(running(progress, now));
      shownAt = now;
    }
  }

  private void follow(TrainingProgress last, TrainingProgress progress) {
    boolean newStart = last.start() != progress.start();
    if (newStart || !last.phase().equals(progress.phase())) {
      phasesOver.add(last);
    } else if (progress.step() > last.step()) {
      rowsOfAPass = (double) last.done() / last.step();
    }
    // The phases after the last start belong to all starts.
    if (newStart && progress.starts() > 1) {
      phasesOver.clear();
    }
  }

  /** Shows the summary of a training that is over. */
  public void ended() {
    latest.ifPresent(
        last -> {
          List<TrainingProgress> all = new ArrayList<>(phasesOver);
          all.add(last);
          String line = ProgressLine.summary(all);
          display.update(data(line, ProgressLine.smallHtml(line), line));
        });
  }

  /** Shows where the training was stopped; shows nothing if it had not begun. */
  public void stopped() {
    latest.ifPresent(
        last -> {
          String line = last.isReading() ? "" : ProgressLine.stopped(last);
          display.update(data(line, ProgressLine.smallHtml(line), line));
        });
  }

  private DisplayData running(TrainingProgress progress, long now) {
    double share = share(progress);
    shareShown = Math.max(shareShown, Double.isNaN(share) ? 0 : share);
    String line = ProgressLine.running(progress, secondsLeft(share, (now - learningSince) / 1e9));
    return data(
        ProgressLine.bar(shareShown) + " " + line,
        (progress.isReading() ? ProgressLine.UNKNOWN_HTML : ProgressLine.barHtml(shareShown))
            + Html.escape(line),
        line);
  }

  /** Seconds left of the whole training with all its starts and phases; NaN if unknown. */
  private double secondsLeft(double share, double seconds) {
    return share >= LEAST_SHARE && seconds >= LEAST_SECONDS
        ? seconds * (1 - share) / share
        : Double.NaN;
  }

  /** The share of the whole training that is done, unless it ends early; NaN if unknown. */
  private double share(TrainingProgress progress) {
    double steps = Math.max(1, progress.steps());
    double begun = (progress.step() - 1) / steps;
    double byRows = progress.done() / (rowsOfAPass * steps);
    double ofPhase =
        byRows >= begun ? Math.min(byRows, progress.step() / steps) : Math.max(0, begun);
    return progress.from() + (progress.to() - progress.from()) * ofPhase;
  }

  private DisplayData data(String text, String html, String firstLine) {
    DisplayData data = new DisplayData(Visible.text(text));
    data.putHTML(Html.opening(firstLine, Html.block(html)));
    data.setDisplayId(id);
    return data;
  }
}
