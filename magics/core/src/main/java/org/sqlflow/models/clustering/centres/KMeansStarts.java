package org.sqlflow.models.clustering.centres;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.sqlflow.math.Parallel;
import org.sqlflow.models.CancellationCheck;

/**
 * Chooses rows as first centres: k-means++ (Arthur and Vassilvitskii 2007), with the greedy choice
 * among a few candidates that the paper proposes. Used by one thread, which works on several.
 */
final class KMeansStarts {
  /** Numbers that are summed one after the other; of more, halves are added. */
  private static final int FEW = 32;

  /** What the float32 of a comparison may be wrong, as a share. */
  private static final double MARGIN = 1.001;

  private final CentredRows rows;
  private final int clusters;
  private final CancellationCheck cancellation;

  /** The squared distance of each row to its nearest centre so far. */
  private final float[] nearest;

  private final double[] blockSums;

  KMeansStarts(CentredRows rows, int clusters, CancellationCheck cancellation) {
    this.rows = rows;
    this.clusters = clusters;
    this.cancellation = cancellation;
    this.nearest = new float[rows.rows().rows()];
    this.blockSums = new double[rows.blocks().length];
  }

  /** Draws centres, {@code clusters x width}. */
  float[] draw(SplittableRandom random) {
    int width = rows.width();
    float[] centres = new float[clusters * width];
    int candidates = 2 + (int) Math.log(clusters);
    Arrays.fill(nearest, Float.POSITIVE_INFINITY);
    try (CentreTerms one = new CentreTerms(rows, 1);
        CentreTerms some = new CentreTerms(rows, candidates)) {
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
        cancellation.checkCancelled();
      }
    }
    return centres;
  }

  private void copy(int row, float[] into, int at) {
    System.arraycopy(
        rows.rows().values(), row * rows.width(), into, at * rows.width(), rows.width());
  }

  /** Makes a row the j-th centre. */
  private void take(int row, CentreTerms products, float[] centres, int j) {
    copy(row, centres, j);
    float[] centre = Arrays.copyOfRange(centres, j * rows.width(), (j + 1) * rows.width());
    products.set(centre);
    Parallel.run(
        rows.rows().values().length,
        rows.parts(),
        part -> {
          float[] scratch = new float[CentredRows.BLOCK];
          products.each(
              part,
              (block, terms) -> {
                int first = block * CentredRows.BLOCK;
                int size = rows.size(block);
                distances(products, block, terms[0], scratch, centre, 0);
                lower(terms[0], first, size);
                System.arraycopy(terms[0], 0, nearest, first, size);
                blockSums[block] = sum(terms[0], scratch, size);
              });
        });
  }

  /** The candidate that leaves the least sum of squared distances. */
  private int best(CentreTerms products, float[] candidates) {
    int count = candidates.length / rows.width();
    double[][] left = new double[rows.parts()][count];
    products.set(candidates);
    Parallel.run(
        (long) rows.rows().rows() * candidates.length,
        rows.parts(),
        part -> {
          float[] scratch = new float[CentredRows.BLOCK];
          products.each(
              part,
              (block, terms) -> {
                int size = rows.size(block);
                for (int t = 0; t < count; t++) {
                  distances(products, block, terms[t], scratch, candidates, t);
                  lower(terms[t], block * CentredRows.BLOCK, size);
                  left[part][t] += sum(terms[t], scratch, size);
                }
              });
        });
    double[] sums = CentredRows.sum(left);
    int best = 0;
    for (int t = 1; t < count; t++) {
      best = sums[t] < sums[best] ? t : best;
    }
    return best;
  }

  /** Replaces distances by those to the nearest centre so far, where these are less. */
  private void lower(float[] distances, int first, int size) {
    for (int i = 0; i < size; i++) {
      distances[i] = Math.min(distances[i], nearest[first + i]);
    }
  }

  /**
   * Turns the terms of a point into squared distances; small ones are computed from the
   * differences.
   */
  private void distances(
      CentreTerms products, int block, float[] terms, float[] scratch, float[] points, int t) {
    int first = block * CentredRows.BLOCK;
    int size = rows.size(block);
    float[] lengths = rows.lengths();
    float farthest = (float) products.farthest();
    float doubt = (float) (products.doubt() * MARGIN);
    for (int i = 0; i < size; i++) {
      float length = lengths[first + i];
      terms[i] += length * length;
    }
    for (int i = 0; i < size; i++) {
      float reach = lengths[first + i] + farthest;
      scratch[i] = terms[i] - doubt * (reach * reach);
    }
    if (!(least(scratch, size) > 0)) {
      for (int i = 0; i < size; i++) {
        if (terms[i] <= products.doubt(first + i)) {
          terms[i] = (float) rows.squaredDistance(first + i, points, t * rows.width());
        }
      }
    }
  }

  private static float least(float[] values, int count) {
    float least = Float.POSITIVE_INFINITY;
    for (int i = 0; i < count; i++) {
      least = Math.min(least, values[i]);
    }
    return least;
  }

  /** The sum, by adding halves: such loops are vector instructions. Both arrays are written to. */
  private static double sum(float[] values, float[] scratch, int count) {
    float[] from = values;
    float[] to = scratch;
    int left = count;
    while (left > FEW) {
      int half = left / 2;
      addHalves(from, to, half, left - half);
      if (left % 2 == 1) {
        to[half] = from[half];
      }
      float[] other = from;
      from = to;
      to = other;
      left -= half;
    }
    double sum = 0;
    for (int i = 0; i < left; i++) {
      sum += from[i];
    }
    return sum;
  }

  private static void addHalves(float[] from, float[] to, int count, int second) {
    for (int i = 0; i < count; i++) {
      to[i] = from[i] + from[second + i];
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
