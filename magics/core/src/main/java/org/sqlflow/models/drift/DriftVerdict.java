package org.sqlflow.models.drift;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.sqlflow.text.Text;

/**
 * What to do about a drift, by fixed limits. Changes that chance explains do not count.
 *
 * <ul>
 *   <li>The population stability index of a feature or of the groups, minus its mean by chance:
 *       watch from 0.1 on, retrain from 0.25 on, as is usual in credit scoring (Siddiqi 2006).
 *   <li>Rows beyond 99 % of the training's distances, which are 1 % without a drift: watch from 2 %
 *       on, retrain from 5 % on.
 *   <li>Rows with a value that the training did not have: watch from 1 % on, retrain from 10 % on.
 *   <li>A change in the rows without a value: watch from 5 % on, retrain from 20 % on.
 * </ul>
 *
 * @param level the highest of the reasons'
 * @param reasons the most serious first; empty if nothing drifts
 */
public record DriftVerdict(Level level, List<Reason> reasons) {
  /** The usual limit of the index from which on a drift is watched. */
  public static final double WATCH = 0.1;

  /** The usual limit of the index from which on a model is retrained. */
  public static final double RETRAIN = 0.25;

  private static final double BEYOND_WATCH = 0.02;
  private static final double BEYOND_RETRAIN = 0.05;
  private static final double UNSEEN_WATCH = 0.01;
  private static final double UNSEEN_RETRAIN = 0.1;
  private static final double MISSING_WATCH = 0.05;
  private static final double MISSING_RETRAIN = 0.2;

  /** The verdict. */
  public enum Level {
    STABLE("stable"),
    WATCH("watch"),
    RETRAIN("retrain");

    private final String word;

    Level(String word) {
      this.word = word;
    }

    /** The verdict in a word. */
    public String word() {
      return word;
    }
  }

  /**
   * Why.
   *
   * @param size how far it is over its limits, to sort by
   * @param sentence without the full stop
   */
  public record Reason(Level level, double size, String sentence) {}

  /**
   * Judges a drift.
   *
   * @param watch the index from which on a drift is watched
   * @param retrain the index from which on a model is retrained
   */
  public static DriftVerdict of(Drift drift, double watch, double retrain) {
    List<Reason> reasons = new ArrayList<>();
    add(
        reasons,
        drift.groups().corrected(),
        watch,
        retrain,
        Text.of("the groups have other shares (PSI %.3f)", drift.groups().psi()));
    for (Drift.Feature feature : drift.features()) {
      List<Reason> own = new ArrayList<>();
      add(own, feature.shift().corrected(), watch, retrain, words(feature));
      double more =
          feature.isUnseen() ? feature.unseenNow().orElse(0) - feature.unseenThen().orElse(0) : 0;
      add(
          own,
          more,
          UNSEEN_WATCH,
          UNSEEN_RETRAIN,
          Text.of(
              "%s: %.1f %% of the rows have a value that the training did not have",
              feature.name(), 100 * more));
      // Each feature gives one reason, the more serious of the two; of equally serious ones, new
      // values.
      own.stream()
          .reduce((first, then) -> first.level().compareTo(then.level()) > 0 ? first : then)
          .ifPresent(reasons::add);
    }
    for (Drift.Missing missing : drift.missing()) {
      add(
          reasons,
          missing.isReal() ? Math.abs(missing.now() - missing.then()) : 0,
          MISSING_WATCH,
          MISSING_RETRAIN,
          Text.of(
              "%s: %.1f %% of the rows have no value, %.1f %% in the training",
              missing.column(), 100 * missing.now(), 100 * missing.then()));
    }
    if (drift.isBeyond()) {
      add(
          reasons,
          drift.beyond(),
          BEYOND_WATCH,
          BEYOND_RETRAIN,
          Text.of(
              "%.1f %% of the rows lie farther from their group than 99 %% of the training's rows",
              100 * drift.beyond()));
    }
    reasons.sort(
        Comparator.comparing(Reason::level)
            .reversed()
            .thenComparing(Comparator.comparingDouble(Reason::size).reversed()));
    Level level = reasons.isEmpty() ? Level.STABLE : reasons.get(0).level();
    return new DriftVerdict(level, List.copyOf(reasons));
  }

  private static void add(
      List<Reason> reasons, double size, double watch, double retrain, String sentence) {
    if (size >= retrain) {
      reasons.add(new Reason(Level.RETRAIN, size / retrain, sentence));
    } else if (size >= watch) {
      reasons.add(new Reason(Level.WATCH, size / retrain, sentence));
    }
  }

  private static String words(Drift.Feature feature) {
    return feature.isShare()
        ? Text.of(
            "%s: %.1f %% of the rows, %.1f %% in the training (PSI %.3f)",
            feature.what(), 100 * feature.now(), 100 * feature.then(), feature.shift().psi())
        : Text.of(
            "%s: on average %s, %s in the training (PSI %.3f)",
            feature.what(), number(feature.now()), number(feature.then()), feature.shift().psi());
  }

  private static String number(double value) {
    return Text.number(value, digits(value));
  }

  /** Decimals of a mean, in sentences and in tables: about three digits. */
  public static int digits(double value) {
    double size = Math.abs(value);
    return size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 4;
  }
}
