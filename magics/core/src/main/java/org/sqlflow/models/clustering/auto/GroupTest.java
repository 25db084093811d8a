package org.sqlflow.models.clustering.auto;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleConsumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.sqlflow.data.Matrix;
import org.sqlflow.math.RowSample;
import org.sqlflow.models.CancellationCheck;
import org.sqlflow.models.clustering.judge.ReferenceRows;

/**
 * Whether rows have groups at all: the rows are divided into a few groups, and so are as many rows
 * without groups ({@link ReferenceRows}); several scores compare them. The silhouette of k-means
 * finds compact groups, also those that overlap in many features; along the directions between its
 * centres, of the first principal component and of a single column it finds compact groups that
 * differ in few of many features; the neighbour agreement of spectral clusterings finds groups of
 * any shape that gaps divide. The rows have groups if for some number one score lies {@value #FAR}
 * standard deviations above the mean of each of the three kinds of reference rows. Their columns
 * are drawn again each time, so that the deviation is that of other rows, not of the same values in
 * another order. QUALITY.md of the benchmarks says how often the test is right.
 *
 * @param hasGroups whether there are any
 * @param deviations by which the best score exceeds that of the kind of reference rows that comes
 *     nearest
 * @param clusters the number of groups of that score
 * @param statistic which score that is
 * @param own the score of the rows
 * @param reference its mean on those reference rows
 * @param kind of those reference rows
 */
record GroupTest(
    boolean hasGroups,
    double deviations,
    int clusters,
    GroupScore.Statistic statistic,
    double own,
    double reference,
    Kind kind) {
  /** The kinds of reference rows. */
  enum Kind {
    EVEN,
    NORMAL,
    OWN_SHAPES
  }

  /** Fewer rows cannot be tested. */
  static final int LEAST_ROWS = 20;

  private static final long SAMPLE_SEED = 0;
  private static final double FAR = 3.5;
  private static final int DRAWS = 8;

  /** Compact groups show in few rows. */
  private static final Effort QUICK = new Effort(400, 150, List.of(2, 3, 4, 6), true, 0.13);

  /** Narrow gaps and many small groups need more rows: two spirals, or 31 small groups. */
  private static final Effort CLOSE =
      new Effort(1500, 400, List.of(2, 3, 5, 10, 20, 30), false, 0.9);

  /**
   * How much to compute.
   *
   * @param rows of the sample
   * @param landmarks of the spectral clusterings
   * @param numbers of groups
   * @param silhouettes whether to compute silhouettes too
   * @param weight of a draw of so many rows, in seconds on one machine
   */
  private record Effort(
      int rows, int landmarks, List<Integer> numbers, boolean silhouettes, double weight) {
    List<GroupScore> at(Matrix rows, long seed, CancellationCheck cancellation) {
      return GroupScore.of(rows, numbers, landmarks, silhouettes, seed, cancellation);
    }

    /** The weight of a draw, where that of a step of the survey of all rows is 1. */
    double weightFor(Matrix all) {
      double part = Math.min(1, (double) all.rows() / rows);
      return weight * part * AutoTraining.SAMPLE / Math.max(1, all.rows());
    }
  }

  /** A lower bound, since a few draws may differ little by chance. */
  private static final double LEAST_DEVIATION = 0.004;

  /**
   * Tests rows.
   *
   * @param rows at least {@value #LEAST_ROWS}
   * @param did gets the weight of each draw when it is done
   * @param onClose runs before the closer look, if there is one
   * @throws java.util.concurrent.CancellationException if the user stopped it
   */
  static GroupTest of(
      Matrix rows,
      long seed,
      DoubleConsumer did,
      Runnable onClose,
      CancellationCheck cancellation) {
    GroupTest quick = of(rows, QUICK, seed, did, cancellation);
    if (quick.hasGroups() || rows.rows() <= QUICK.rows()) {
      return quick;
    }
    onClose.run();
    GroupTest close = of(rows, CLOSE, seed, did, cancellation);
    return close.hasGroups() ? close : quick;
  }

  /** The weight of the first look at rows. */
  static double quickWeight(Matrix rows) {
    return DRAWS * Kind.values().length * QUICK.weightFor(rows);
  }

  /** The weight of the closer look, which rows need that show no groups at first. */
  static double closeWeight(Matrix rows) {
    return DRAWS * Kind.values().length * CLOSE.weightFor(rows);
  }

  private static GroupTest of(
      Matrix rows, Effort effort, long seed, DoubleConsumer did, CancellationCheck cancellation) {
    Matrix sample = RowSample.take(rows, RowSample.of(rows.rows(), effort.rows(), SAMPLE_SEED));
    List<GroupScore> own = effort.at(sample, seed, cancellation);
    ReferenceRows references = new ReferenceRows(sample, seed);
    Map<Kind, Supplier<Matrix>> kinds = new EnumMap<>(Kind.class);
    kinds.put(Kind.EVEN, references::even);
    kinds.put(Kind.NORMAL, references::normal);
    if (!references.isFewDifferentRows()) {
      kinds.put(Kind.OWN_SHAPES, references::drawnShapes);
    }
    Map<Kind, List<List<GroupScore>>> drawn = new EnumMap<>(Kind.class);
    kinds.forEach(
        (kind, rowsWithoutGroups) -> {
          List<List<GroupScore>> draws = new ArrayList<>();
          for (int draw = 0; draw < DRAWS; draw++) {
            draws.add(effort.at(rowsWithoutGroups.get(), seed + draw + 1, cancellation));
            did.accept(effort.weightFor(rows));
          }
          drawn.put(kind, draws);
        });
    return IntStream.range(0, own.size())
        .mapToObj(
            at ->
                drawn.keySet().stream()
                    .map(kind -> beside(own, drawn.get(kind), at, kind))
                    .min(Comparator.comparingDouble(GroupTest::deviations))
                    .orElseThrow())
        .max(Comparator.comparingDouble(GroupTest::deviations))
        .orElseThrow();
  }

  private static GroupTest beside(
      List<GroupScore> own, List<List<GroupScore>> draws, int at, Kind kind) {
    double[] values = draws.stream().mapToDouble(draw -> draw.get(at).value()).toArray();
    double mean = Arrays.stream(values).average().orElse(0);
    double squares = Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
    double deviation = Math.max(LEAST_DEVIATION, Math.sqrt(squares / (values.length - 1)));
    GroupScore score = own.get(at);
    double deviations =
        score.isReliable() ? (score.value() - mean) / deviation : Double.NEGATIVE_INFINITY;
    return new GroupTest(
        deviations > FAR,
        deviations,
        score.clusters(),
        score.statistic(),
        score.value(),
        mean,
        kind);
  }
}
