package org.sqlflow.models.clusters;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The distances of a training's rows from their groups, as the model measures them, so that a
 * prediction can say how unusual a row is in its group; stored with the model as JSON. Immutable.
 *
 * <p>For a group of few rows each distance is kept. For a larger one quantiles are, which lie
 * closer together near the largest distance: the i-th of n + 1 at the share 1 - (1 - i/n)² of the
 * rows, so that shares near 1, where thresholds are, have errors of about 0.0001.
 */
public final class GroupDistances {
  /** Nothing is known: the model is of an earlier version, or makes no groups. */
  public static final GroupDistances UNKNOWN = new GroupDistances(List.of());

  /** How many quantiles a large group has; a group of fewer rows has each distance. */
  private static final int QUANTILES = 201;

  /** The most numbers that are stored; with many groups, each has fewer quantiles. */
  private static final int MOST_NUMBERS = 40_000;

  private static final int FEWEST = 21;

  private final List<Sketch> groups;

  /**
   * One group.
   *
   * @param rows of the training
   * @param values ascending: each row's distance, or quantiles if there are fewer values than rows
   */
  public record Sketch(long rows, List<Float> values) {
    public Sketch {
      values = values == null ? List.of() : List.copyOf(values);
      if (rows < values.size() || (rows > 0 && values.size() < Math.min(rows, 2))) {
        throw new IllegalArgumentException("wrong distances");
      }
    }

    /** The share of the rows that are nearer than a distance, from 0 to 1; NaN without rows. */
    double nearer(double distance) {
      int size = values.size();
      int before = 0;
      for (int step = Integer.highestOneBit(Math.max(1, size)); step > 0; step /= 2) {
        if (before + step <= size && values.get(before + step - 1) < distance) {
          before += step;
        }
      }
      if (size == rows) {
        return (double) before / rows;
      }
      if (before == 0 || before == size) {
        return before == 0 ? 0 : 1;
      }
      double low = values.get(before - 1);
      double high = values.get(before);
      double within = high > low ? (distance - low) / (high - low) : 0;
      double from = share(before - 1, size);
      return from + within * (share(before, size) - from);
    }
  }

  /** The share of the rows before a quantile. */
  private static double share(int quantile, int quantiles) {
    double left = 1 - (double) quantile / (quantiles - 1);
    return 1 - left * left;
  }

  /** Distances by the groups' numbers. */
  @JsonCreator
  public GroupDistances(List<Sketch> groups) {
    this.groups = List.copyOf(groups);
  }

  /**
   * The distances of a training's rows.
   *
   * @param clusters how many groups there are
   * @param groups of each row; negative for none
   * @param distances of each row
   */
  public static GroupDistances of(int clusters, int[] groups, float[] distances) {
    int[] counts = new int[clusters];
    Arrays.stream(groups).filter(group -> group >= 0).forEach(group -> counts[group]++);
    float[][] own = new float[clusters][];
    Arrays.setAll(own, group -> new float[counts[group]]);
    int[] next = new int[clusters];
    for (int row = 0; row < groups.length; row++) {
      if (groups[row] >= 0) {
        own[groups[row]][next[groups[row]]++] = distances[row];
      }
    }
    int most = Math.max(FEWEST, Math.min(QUANTILES, MOST_NUMBERS / Math.max(1, clusters)));
    List<Sketch> sketches = new ArrayList<>();
    for (float[] values : own) {
      Arrays.sort(values);
      int size = Math.min(values.length, most);
      List<Float> kept =
          IntStream.range(0, size)
              .mapToObj(i -> values[size == values.length ? i : place(i, size, values.length)])
              .toList();
      sketches.add(new Sketch(values.length, kept));
    }
    return new GroupDistances(sketches);
  }

  private static int place(int quantile, int quantiles, int rows) {
    return (int) Math.round(share(quantile, quantiles) * (rows - 1));
  }

  /** The sketches by the groups' numbers. */
  @JsonValue
  public List<Sketch> groups() {
    return groups;
  }

  /** Whether anything is known. */
  public boolean isKnown() {
    return !groups.isEmpty();
  }

  /**
   * The share of a group's training rows that are nearer than a distance, from 0 to 1; NaN if the
   * group had none.
   */
  public double nearer(int group, double distance) {
    return groups.get(group).rows() == 0 ? Double.NaN : groups.get(group).nearer(distance);
  }
}
