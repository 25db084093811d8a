package org.sqlflow.features.encoding;

import java.util.List;
import java.util.Optional;
import org.sqlflow.features.FeatureStatistics;
import org.sqlflow.features.scale.Scale;
import org.sqlflow.features.scale.SharedRange;
import org.sqlflow.math.Moments;
import org.sqlflow.text.Text;

/**
 * What {@link Scale#AUTO} chose for the numbers of a training.
 *
 * @param shared the range of most features, by which all are scaled
 * @param features how many there are
 * @param far how many have values so far out that standard deviations replace their range
 */
record AutoScale(Optional<SharedRange> shared, int features, long far) {
  /**
   * Chooses, and passes a shared range on to the features; empty if no feature needs the choice.
   */
  static Optional<AutoScale> choose(List<FeatureStatistics> statistics) {
    List<Moments> all = statistics.stream().flatMap(s -> s.chosenTogether().stream()).toList();
    if (all.isEmpty()) {
      return Optional.empty();
    }
    Optional<SharedRange> shared = SharedRange.of(all);
    shared.ifPresent(
        range ->
            statistics.stream()
                .filter(s -> !s.chosenTogether().isEmpty())
                .forEach(s -> s.share(range)));
    long far = all.stream().filter(AutoScale::isFar).count();
    return Optional.of(new AutoScale(shared, all.size(), far));
  }

  private static boolean isFar(Moments moments) {
    return moments.max() - moments.min() > Scale.DEVIATIONS * moments.deviation()
        && moments.deviation() > 0;
  }

  /** The choice in words. */
  String sentence() {
    if (shared.isPresent()) {
      return Text.of(
          "Scale (train.scale = auto): most of the %d features range from %s to %s, so all are"
              + " scaled by that range.",
          features, number(shared.get().min()), number(shared.get().max()));
    }
    String own = "Scale (train.scale = auto): each feature is scaled by its range";
    return far == 0
        ? own + "."
        : own
            + Text.of(
                ". %d of %d %s values far out: %.0f standard deviations replace %s range.",
                far,
                features,
                far == 1 ? "has" : "have",
                Scale.DEVIATIONS,
                far == 1 ? "its" : "their");
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e9
        ? Text.of("%d", (long) value)
        : Text.of("%.4g", value);
  }
}
