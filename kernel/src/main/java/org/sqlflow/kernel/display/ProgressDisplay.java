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
 * A training's progress on one line that renews itself, five times a second at most. Its last state
 * stays. For one training.
 */
public final class ProgressDisplay {
  private static final long RENEW_NANOS = Duration.ofMillis(200).toNanos();

  private final CellDisplay display;
  private final String id;
  private final LongSupplier nanoTime;
  private final List<TrainingProgress> phasesOver = new ArrayList<>();
  private Optional<TrainingProgress> latest = Optional.empty();
  private double rowsOfAPass = Double.NaN;
  private long shownAt;

  /**
   * A display that appears with the first progress.
   *
   * @param id tells it from all other displays
   * @param nanoTime a clock, as {@link System#nanoTime}
   */
  public ProgressDisplay(CellDisplay display, String id, LongSupplier nanoTime) {
    this.display = display;
    this.id = id;
    this.nanoTime = nanoTime;
  }

  /** The training went on. */
  public void progress(TrainingProgress progress) {
    boolean first = latest.isEmpty();
    boolean newStart = !first && latest.get().start() != progress.start();
    boolean newPhase = newStart || (!first && !latest.get().phase().equals(progress.phase()));
    if (newPhase) {
      phasesOver.add(latest.get());
      if (newStart) {
        phasesOver.clear();
      }
      rowsOfAPass = Double.NaN;
    } else if (!first && progress.step() > latest.get().step()) {
      rowsOfAPass = (double) latest.get().done() / latest.get().step();
    }
    latest = Optional.of(progress);
    long now = nanoTime.getAsLong();
    if (first) {
      display.show(running(progress));
      shownAt = now;
    } else if (now - shownAt >= RENEW_NANOS) {
      display.update(running(progress));
      shownAt = now;
    }
  }

  /** The training is over. */
  public void ended() {
    latest.ifPresent(
        last -> {
          List<TrainingProgress> all = new ArrayList<>(phasesOver);
          all.add(last);
          display.update(data(ProgressLine.summary(all), 1));
        });
  }

  /** The training stopped before its end: the state where it did stays. */
  public void stopped() {
    latest.ifPresent(last -> display.update(data(ProgressLine.stopped(last), share(last))));
  }

  private DisplayData running(TrainingProgress progress) {
    double secondsLeft =
        (rowsOfAPass * progress.steps() - progress.done()) / progress.rowsPerSecond();
    return data(ProgressLine.running(progress, secondsLeft), share(progress));
  }

  /** How much of the phase is done; it may end early. */
  private double share(TrainingProgress progress) {
    double share =
        Double.isNaN(rowsOfAPass)
            ? (progress.step() - 1.0) / Math.max(1, progress.steps())
            : progress.done() / (rowsOfAPass * progress.steps());
    return Math.max(0, Math.min(1, share));
  }

  private DisplayData data(String line, double share) {
    DisplayData data = new DisplayData(Visible.text(ProgressLine.bar(share) + " " + line));
    data.putHTML(Html.block(ProgressLine.barHtml(share) + Html.escape(line)));
    data.setDisplayId(id);
    return data;
  }
}
