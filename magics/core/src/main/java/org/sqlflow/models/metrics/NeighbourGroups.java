package org.sqlflow.models.metrics;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.sqlflow.data.Matrix;
import org.sqlflow.math.EqualRows;
import org.sqlflow.math.Parallel;
import org.sqlflow.math.Points;
import org.sqlflow.math.RowSample;
import org.sqlflow.models.CancellationCheck;

/**
 * Groups of any shape, such as rings and spirals, that gaps separate: the connected parts of the
 * graph that joins each row with its {@value NeighbourAgreement#NEIGHBOURS} nearest. The graph of
 * rows without groups is connected apart from a few distant rows (a graph of the logarithm of the
 * number of rows in neighbours is, with high probability: Xue and Kumar 2004), so parts of at least
 * one row in 20 that together have nearly all rows are not due to chance.
 *
 * <p>Equal rows count once, and columns of few different values do not count: each of their values
 * would be a part. Finds nothing for fewer than {@value #LEAST} different rows, for one column, or
 * for very many. Immutable.
 *
 * @param sizes of the parts, as shares of the rows examined, the largest first
 * @param rows that were examined
 * @param parts of each of these rows, from 0, the largest first; -1 for a row outside of all
 */
public record NeighbourGroups(List<Double> sizes, int[] rows, int[] parts) {
  private static final int LEAST = 100;
  private static final int SAMPLE = 1500;
  private static final long SAMPLE_SEED = 0;
  private static final int MOST_COLUMNS = 50;
  private static final int MOST_PARTS = 12;
  private static final int FEW_VALUES = 20;
  private static final double SMALLEST = 0.05;
  private static final double NEARLY_ALL = 0.95;

  /**
   * The separate groups of rows, if there are at least two.
   *
   * @param all {@code rows x features}, scaled
   * @throws java.util.concurrent.CancellationException if the user stopped it
   */
  public static Optional<NeighbourGroups> of(Matrix all, CancellationCheck cancellation) {
    int[] columns =
        IntStream.range(0, all.columns()).filter(column -> isVaried(all, column)).toArray();
    if (columns.length < 2 || columns.length > MOST_COLUMNS) {
      return Optional.empty();
    }
    int[] chosen = different(all, RowSample.of(all.rows(), SAMPLE, SAMPLE_SEED), columns);
    if (chosen.length < LEAST) {
      return Optional.empty();
    }
    cancellation.checkCancelled();
    Points points = Points.of(taken(all, chosen, columns));
    int[][] nearest = new int[chosen.length][];
    Parallel.run(
        (long) chosen.length * chosen.length * columns.length,
        chosen.length,
        row -> nearest[row] = NeighbourAgreement.nearest(points, row, true));
    cancellation.checkCancelled();
    return of(chosen, joined(nearest));
  }

  private static Optional<NeighbourGroups> of(int[] chosen, int[] roots) {
    int[] counts = new int[roots.length];
    Arrays.stream(roots).forEach(root -> counts[root]++);
    List<Integer> large =
        IntStream.range(0, roots.length)
            .filter(root -> counts[root] >= SMALLEST * roots.length)
            .boxed()
            .sorted(Comparator.comparingInt((Integer root) -> -counts[root]))
            .toList();
    int held = large.stream().mapToInt(root -> counts[root]).sum();
    if (large.size() < 2 || large.size() > MOST_PARTS || held < NEARLY_ALL * roots.length) {
      return Optional.empty();
    }
    return Optional.of(
        new NeighbourGroups(
            large.stream().map(root -> (double) counts[root] / roots.length).toList(),
            chosen,
            Arrays.stream(roots).map(large::indexOf).toArray()));
  }

  /**
   * How well groups agree with these: the adjusted Rand index.
   *
   * @param groups of all the rows; negative for a row in none
   */
  public double agreement(int[] groups) {
    int[] inside =
        IntStream.range(0, rows.length)
            .filter(i -> parts[i] >= 0 && groups[rows[i]] >= 0)
            .toArray();
    int[] own = Arrays.stream(inside).map(i -> groups[rows[i]]).toArray();
    int[] these = Arrays.stream(inside).map(i -> parts[i]).toArray();
    return LabelAgreement.adjustedRand(Contingency.of(own, these)).orElse(Double.NaN);
  }

  private static boolean isVaried(Matrix rows, int column) {
    Set<Float> values = new HashSet<>();
    for (int row = 0; row < rows.rows() && values.size() <= FEW_VALUES; row++) {
      values.add(rows.at(row, column));
    }
    return values.size() > FEW_VALUES;
  }

  /** The first of each kind of equal rows. */
  private static int[] different(Matrix all, int[] chosen, int[] columns) {
    Matrix some = taken(all, chosen, columns);
    return Arrays.stream(EqualRows.of(some).first()).map(i -> chosen[i]).toArray();
  }

  private static Matrix taken(Matrix all, int[] rows, int[] columns) {
    float[] values = new float[rows.length * columns.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = all.at(rows[i / columns.length], columns[i % columns.length]);
    }
    return new Matrix(rows.length, columns.length, values);
  }

  /** For each row the first row of its part. */
  private static int[] joined(int[][] nearest) {
    int[] roots = IntStream.range(0, nearest.length).toArray();
    for (int row = 0; row < nearest.length; row++) {
      for (int other : nearest[row]) {
        int one = root(roots, row);
        int two = root(roots, other);
        roots[Math.max(one, two)] = Math.min(one, two);
      }
    }
    return IntStream.range(0, roots.length).map(row -> root(roots, row)).toArray();
  }

  private static int root(int[] roots, int row) {
    int root = row;
    while (roots[root] != root) {
      roots[root] = roots[roots[root]];
      root = roots[root];
    }
    return root;
  }
}
