package org.sqlflow.models.drift;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sqlflow.data.Matrix;

/**
 * The range of a training's rows in the scaled features, so that a prediction can say which of its
 * rows are outside; stored with the model as JSON. Immutable.
 *
 * @param least the least value of each feature; empty if it is not known
 * @param most the greatest value of each feature; empty if it is not known
 * @param centres the mean of each cluster's rows, {@code clusters x features}, row-major; empty for
 *     a model without clusters
 * @param farthest the largest Euclidean distance of a row to the mean of its cluster; 0 without
 */
public record TrainingRange(
    List<Float> least, List<Float> most, List<Float> centres, double farthest) {
  /** Nothing is known: the model is of an earlier version, or has very many features. */
  public static final TrainingRange UNKNOWN = new TrainingRange(List.of(), List.of(), List.of(), 0);

  /** The most numbers that are stored. */
  private static final int MOST_NUMBERS = 20_000;

  public TrainingRange {
    least = least == null ? List.of() : List.copyOf(least);
    most = most == null ? List.of() : List.copyOf(most);
    centres = centres == null ? List.of() : List.copyOf(centres);
  }

  /**
   * The range of the rows that a model was trained on.
   *
   * @param rows {@code rows x features}
   * @param clusters how many the model has; 0 without
   * @param groups the cluster of each row, negative for none; not used without clusters
   */
  public static TrainingRange of(Matrix rows, int clusters, int[] groups) {
    int width = rows.columns();
    if (width > MOST_NUMBERS || rows.rows() == 0) {
      return UNKNOWN;
    }
    float[] least = new float[width];
    float[] most = new float[width];
    Arrays.fill(least, Float.POSITIVE_INFINITY);
    Arrays.fill(most, Float.NEGATIVE_INFINITY);
    for (int row = 0, at = 0; row < rows.rows(); row++) {
      for (int i = 0; i < width; i++, at++) {
        float value = rows.values()[at];
        least[i] = value < least[i] ? value : least[i];
        most[i] = value > most[i] ? value : most[i];
      }
    }
    if (clusters == 0 || (long) clusters * width > MOST_NUMBERS) {
      return new TrainingRange(list(least), list(most), List.of(), 0);
    }
    float[] centres = centres(groups, clusters, rows);
    double farthest = 0;
    for (int row = 0; row < groups.length; row++) {
      farthest =
          groups[row] < 0 ? farthest : Math.max(farthest, square(rows, row, centres, groups[row]));
    }
    return new TrainingRange(list(least), list(most), list(centres), Math.sqrt(farthest));
  }

  private static float[] centres(int[] groups, int clusters, Matrix rows) {
    int width = rows.columns();
    double[] sums = new double[clusters * width];
    int[] counts = new int[clusters];
    for (int row = 0; row < groups.length; row++) {
      if (groups[row] < 0) {
        continue;
      }
      counts[groups[row]]++;
      for (int i = 0; i < width; i++) {
        sums[groups[row] * width + i] += rows.values()[row * width + i];
      }
    }
    float[] centres = new float[sums.length];
    for (int i = 0; i < centres.length; i++) {
      centres[i] = (float) (sums[i] / Math.max(1, counts[i / width]));
    }
    return centres;
  }

  /** The means of the clusters. */
  float[] centreValues() {
    float[] values = new float[centres.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = centres.get(i);
    }
    return values;
  }

  /** The squared distance of a row to a centre. */
  static double square(Matrix rows, int row, float[] centres, int centre) {
    int width = rows.columns();
    double sum = 0;
    for (int i = 0; i < width; i++) {
      double difference = rows.values()[row * width + i] - centres[centre * width + i];
      sum += difference * difference;
    }
    return sum;
  }

  private static List<Float> list(float[] values) {
    List<Float> list = new ArrayList<>();
    for (float value : values) {
      list.add(value);
    }
    return list;
  }
}
