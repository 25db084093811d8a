package org.sqlflow.models.clustering.kmeans;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.sqlflow.math.Parallel;
import org.sqlflow.models.TrainingListener;

/**
 * Rows as first centres: k-means++ (Arthur and Vassilvitskii 2007) with the greedy choice among a
 * few candidates that they propose.
 */
final class KMeansStarts {
  private final CentredRows rows;
  private final int clusters;
  private final TrainingListener listener;
  private final float[] nearest;
  private final double[] blockSums;

  KMeansStarts(CentredRows rows, int clusters, TrainingListener listener) {
    this.rows = rows;
    this.clusters = clusters;
    this.listener = listener;
    this.nearest = new float[rows.rows().rows()];
    this.blockSums = new double[rows.blocks().length];
  }

  /** Draws centres, {@code clusters x width}. */
  float[] draw(SplittableRandom random) {
    int width = rows.width();
    float[] centres = new float[clusters * width];
    int candidates = 2 + (int) Math.log(clusters);
    Arrays.fill(nearest, Float.POSITIVE_INFINITY);
    try (CentreProducts one = new CentreProducts(rows, 1);
        CentreProducts some = new CentreProducts(rows, candidates)) {
      take(random.nextInt(nearest.length), one, centres, 0);
      for (int j = 1; j < clusters; j++) {
        double total = Arrays.stream(blockSums).sum();
        float[] drawn = new float[candidates * width];
        int[] drawnRows = new int[candidates];
        for (int t = 0; t < candidates; t++) {
          drawnRows[t] = draw(random.nextDouble() * total);
          copy(drawnRows[t], drawn, t);
        }
        take(drawnRows[best(some, drawn)], one, centres, j);
        listener.checkCancelled();
      }
    }
    return centres;
  }

  private void copy(int row, float[] into, int at) {
    System.arraycopy(
        rows.rows().values(), row * rows.width(), into, at * rows.width(), rows.width());
  }

  /** Makes a row the j-th centre. */
  private void take(int row, CentreProducts products, float[] centres, int j) {
    copy(row, centres, j);
    float[] centre = Arrays.copyOfRange(centres, j * rows.width(), (j + 1) * rows.width());
    products.set(centre);
    Parallel.run(
        rows.rows().values().length,
        rows.parts(),
        part ->
            products.each(
                part,
                (block, terms) -> {
                  int first = block * CentredRows.BLOCK;
                  distances(products, block, terms, 1, 0, centre);
                  double sum = 0;
                  for (int i = 0; i < rows.size(block); i++) {
                    float least = Math.min(nearest[first + i], terms[i]);
                    nearest[first + i] = least;
                    sum += least;
                  }
                  blockSums[block] = sum;
                }));
  }

  /** The candidate that leaves the least sum of squared distances. */
  private int best(CentreProducts products, float[] candidates) {
    int count = candidates.length / rows.width();
    double[][] left = new double[rows.parts()][count];
    products.set(candidates);
    Parallel.run(
        (long) rows.rows().rows() * candidates.length,
        rows.parts(),
        part ->
            products.each(
                part,
                (block, terms) -> {
                  for (int t = 0; t < count; t++) {
                    distances(products, block, terms, count, t, candidates);
                    left[part][t] += left(block, terms, count, t);
                  }
                }));
    double[] sums = CentredRows.sum(left);
    int best = 0;
    for (int t = 1; t < count; t++) {
      best = sums[t] < sums[best] ? t : best;
    }
    return best;
  }

  private double left(int block, float[] distances, int count, int t) {
    int first = block * CentredRows.BLOCK;
    double sum = 0;
    for (int i = 0; i < rows.size(block); i++) {
      sum += Math.min(nearest[first + i], distances[i * count + t]);
    }
    return sum;
  }

  /** Turns the terms of one point into squared distances; small ones come of the differences. */
  private void distances(
      CentreProducts products, int block, float[] terms, int count, int t, float[] points) {
    int first = block * CentredRows.BLOCK;
    for (int i = 0; i < rows.size(block); i++) {
      int row = first + i;
      float length = rows.lengths()[row];
      float distance = length * length + terms[i * count + t];
      terms[i * count + t] =
          distance <= products.doubt(row)
              ? (float) rows.squaredDistance(row, points, t * rows.width())
              : distance;
    }
  }

  /** The row at which the sum of the distances up to it passes a number. */
  private int draw(double number) {
    double left = number;
    int block = 0;
    while (block < blockSums.length - 1 && left >= blockSums[block]) {
      left -= blockSums[block];
      block++;
    }
    int last = block * CentredRows.BLOCK;
    for (int i = 0; i < rows.size(block); i++) {
      int row = block * CentredRows.BLOCK + i;
      if (nearest[row] > 0) {
        left -= nearest[row];
        last = row;
        if (left < 0) {
          break;
        }
      }
    }
    return last;
  }
}
