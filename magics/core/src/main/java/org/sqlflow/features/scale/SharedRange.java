package org.sqlflow.features.scale;

import java.util.List;
import java.util.Optional;
import org.sqlflow.math.Moments;

/**
 * The range that most features of a table share, such as that of all pixels of an image or of all
 * answers to a questionnaire. They are numbers of one kind: to scale each by its own spread would
 * blow up those that hardly vary. On digits (8x8 pixels), k-means has an accuracy of .79 with one
 * range for all, and of .61 with a standard deviation for each.
 */
public record SharedRange(double min, double max) {
  /** Fewer features share a range by chance: two columns of 0 and 1, or two percentages. */
  private static final int FEWEST = 8;

  /** Features with exactly this range, of all. */
  private static final double SHARE = 0.5;

  /**
   * The range from the least to the greatest number of all features, if more than half of these
   * have exactly it.
   */
  public static Optional<SharedRange> of(List<Moments> features) {
    double min = features.stream().mapToDouble(Moments::min).min().orElse(0);
    double max = features.stream().mapToDouble(Moments::max).max().orElse(0);
    long same = features.stream().filter(f -> f.min() == min && f.max() == max).count();
    boolean isShared = features.size() >= FEWEST && same > SHARE * features.size() && max > min;
    return isShared ? Optional.of(new SharedRange(min, max)) : Optional.empty();
  }

  /** The scaling of one of the features. */
  public Scaling scaling(Moments moments) {
    return new Scaling(Scale.filling(moments), min, max - min);
  }
}
