package org.sqlflow.models.clustering.kmeans;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import org.sqlflow.math.Parallel;

/**
 * The groups of rows in one start of k-means, with the sum and the number of the rows in each. A
 * row that changes its group is taken off one sum and added to another.
 */
final class ClusterSums {
  private final CentredRows rows;
  private final int clusters;
  private final int[] groups;
  private final double[] sums;
  private final long[] sizes;
  private boolean begun;

  ClusterSums(CentredRows rows, int clusters) {
    this.rows = rows;
    this.clusters = clusters;
    this.groups = new int[rows.rows().rows()];
    this.sums = new double[clusters * rows.width()];
    this.sizes = new long[clusters];
  }

  /** What a part of the rows changes. */
  private static final class Change {
    private final double[] sums;
    private final long[] sizes;
    private long rows;

    private Change(int clusters, int width) {
      this.sums = new double[clusters * width];
      this.sizes = new long[clusters];
    }

    private void add(CentredRows rows, int row, int group, int sign) {
      int width = rows.width();
      float[] values = rows.rows().values();
      for (int c = 0, from = row * width, to = group * width; c < width; c++) {
        sums[to + c] += sign * (double) values[from + c];
      }
      sizes[group] += sign;
    }
  }

  int[] groups() {
    return groups;
  }

  /** Puts each row into the group of its nearest centre; returns how many changed. */
  long assign(CentreProducts products, float[] centres) {
    products.set(centres);
    Change[] changes = new Change[rows.parts()];
    boolean isFirst = !begun;
    begun = true;
    Parallel.run(
        (long) rows.rows().rows() * centres.length,
        changes.length,
        part -> {
          Change change = new Change(clusters, rows.width());
          changes[part] = change;
          NearestCentres.assign(
              rows,
              products,
              centres,
              part,
              groups,
              (row, group) -> {
                if (isFirst) {
                  change.add(rows, row, group, 1);
                  change.rows++;
                } else if (group != groups[row]) {
                  change.add(rows, row, groups[row], -1);
                  change.add(rows, row, group, 1);
                  change.rows++;
                }
              });
        });
    long changed = 0;
    for (Change change : changes) {
      Arrays.setAll(sums, at -> sums[at] + change.sums[at]);
      Arrays.setAll(sizes, group -> sizes[group] + change.sizes[group]);
      changed += change.rows;
    }
    return changed;
  }

  /**
   * The sum of squared distances to the own centre, from the sums: {@code sum |x|^2 - 2 sum_j c_j
   * s_j + sum_j n_j |c_j|^2}.
   */
  double inertia(float[] centres) {
    int width = rows.width();
    double inertia = rows.squares();
    for (int j = 0; j < clusters; j++) {
      for (int c = 0; c < width; c++) {
        double middle = rows.midst()[c];
        double centre = centres[j * width + c] - middle;
        double sum = sums[j * width + c] - sizes[j] * middle;
        inertia += centre * (sizes[j] * centre - 2 * sum);
      }
    }
    return Math.max(0, inertia);
  }

  /** The same from the differences, so that 0 is 0. */
  double exactInertia(float[] centres) {
    double[] parts = new double[rows.parts()];
    Parallel.run(
        rows.rows().values().length,
        parts.length,
        part -> {
          for (int block = rows.firstBlock(part); block < rows.firstBlock(part + 1); block++) {
            for (int i = 0; i < rows.size(block); i++) {
              parts[part] += distance(block * CentredRows.BLOCK + i, centres);
            }
          }
        });
    return DoubleStream.of(parts).sum();
  }

  private double distance(int row, float[] centres) {
    return rows.squaredDistance(row, centres, groups[row] * rows.width());
  }

  /**
   * Moves each centre to its rows' mean; a centre without rows takes the row that fits worst.
   *
   * @return the sum of the squared moves
   */
  double moveCentres(float[] centres) {
    int width = rows.width();
    float[] fits = new float[0];
    double moved = 0;
    float[] before = centres.clone();
    for (int j = 0; j < clusters; j++) {
      int worst = -1;
      if (sizes[j] == 0) {
        fits = fits.length == 0 ? distances(before) : fits;
        worst = takeWorst(fits);
      }
      for (int c = 0; c < width; c++) {
        float next =
            worst < 0 ? (float) (sums[j * width + c] / sizes[j]) : rows.rows().at(worst, c);
        double step = next - centres[j * width + c];
        moved += step * step;
        centres[j * width + c] = next;
      }
    }
    return moved;
  }

  private float[] distances(float[] centres) {
    float[] distances = new float[groups.length];
    for (int row = 0; row < distances.length; row++) {
      distances[row] = (float) distance(row, centres);
    }
    return distances;
  }

  private static int takeWorst(float[] distances) {
    int worst = 0;
    for (int row = 1; row < distances.length; row++) {
      worst = distances[row] > distances[worst] ? row : worst;
    }
    distances[worst] = 0;
    return worst;
  }
}
