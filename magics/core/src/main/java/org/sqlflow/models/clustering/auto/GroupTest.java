package org.sqlflow.models.clustering.auto;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.sqlflow.data.Matrix;
import org.sqlflow.math.RowSample;
import org.sqlflow.models.CancellationCheck;
import org.sqlflow.models.clustering.judge.CrowdRows;
import org.sqlflow.models.training.PhaseTimer;

/**
 * Whether rows have groups at all: a few groups of theirs beside as many of rows without groups
 * ({@link CrowdRows}), by several witnesses. The silhouette of k-means sees heaps, also those that
 * overlap in many features; along the directions of its centres, of the first principal component
 * and of a single column it sees heaps that differ in few of many features; the neighbour agreement
 * of spectral clusterings sees groups of any shape that gaps divide. The rows have groups if with
 * some number one witness lies {@value #FAR} standard deviations above the mean of each of the
 * three kinds of crowds, whose columns are drawn again each time: the deviation has to be that of
 * other rows, not of the same values in another order. QUALITY.md of the benchmarks says how often
 * that was right.
 *
 * @param hasGroups whether there are any
 * @param deviations of the best witness, above the crowds that come nearest
 * @param clusters the number where it is so
 * @param sight which witness that is
 * @param own what the rows get
 * @param crowd the mean of those crowds
 * @param kind of those crowds
 */
record GroupTest(
    boolean hasGroups,
    double deviations,
    int clusters,
    Witness.Sight sight,
    double own,
    double crowd,
    Kind kind) {
  /** The kinds of crowds. */
  enum Kind {
    EVEN,
    NORMAL,
    OWN_SHAPES
  }

  /** Fewer rows say nothing. */
  static final int LEAST_ROWS = 20;

  private static final long SAMPLE_SEED = 0;
  private static final double FAR = 3.5;
  private static final int DRAWS = 8;

  /** Heaps show in few rows. */
  private static final Look QUICK = new Look(400, 150, List.of(2, 3, 4, 6), true);

  /** Narrow gaps and many small groups need more: two spirals, or 31 heaps. */
  private static final Look CLOSE = new Look(1500, 400, List.of(2, 3, 5, 10, 20, 30), false);

  /**
   * How closely to look.
   *
   * @param rows of the sample
   * @param landmarks of the spectral clusterings
   * @param numbers of groups
   * @param heaps whether to look for heaps too
   */
  private record Look(int rows, int landmarks, List<Integer> numbers, boolean heaps) {
    List<Witness> at(Matrix rows, long seed, CancellationCheck cancellation) {
      return Witness.of(rows, numbers, landmarks, heaps, seed, cancellation);
    }
  }

  /** The range of some draws may be small by chance. */
  private static final double LEAST_DEVIATION = 0.004;

  /**
   * Tests rows.
   *
   * @param rows at least {@value #LEAST_ROWS}
   * @throws java.util.concurrent.CancellationException if the user stopped it
   */
  static GroupTest of(Matrix rows, long seed, PhaseTimer timer, CancellationCheck cancellation) {
    GroupTest quick = of(rows, QUICK, seed, timer, cancellation);
    if (quick.hasGroups() || rows.rows() <= QUICK.rows()) {
      return quick;
    }
    GroupTest close = of(rows, CLOSE, seed, timer, cancellation);
    return close.hasGroups() ? close : quick;
  }

  /** The most steps that {@link #of} reports. */
  static int steps(Matrix rows) {
    return (rows.rows() <= QUICK.rows() ? 1 : 2) * DRAWS * Kind.values().length;
  }

  private static GroupTest of(
      Matrix rows, Look look, long seed, PhaseTimer timer, CancellationCheck cancellation) {
    Matrix sample = RowSample.take(rows, RowSample.of(rows.rows(), look.rows(), SAMPLE_SEED));
    List<Witness> own = look.at(sample, seed, cancellation);
    CrowdRows crowds = new CrowdRows(sample, seed);
    Map<Kind, Supplier<Matrix>> kinds = new EnumMap<>(Kind.class);
    kinds.put(Kind.EVEN, crowds::even);
    kinds.put(Kind.NORMAL, crowds::normal);
    if (!crowds.isFewDifferentRows()) {
      kinds.put(Kind.OWN_SHAPES, crowds::drawnShapes);
    }
    Map<Kind, List<List<Witness>>> drawn = new EnumMap<>(Kind.class);
    kinds.forEach(
        (kind, crowd) -> {
          List<List<Witness>> draws = new ArrayList<>();
          for (int draw = 0; draw < DRAWS; draw++) {
            timer.beginStep();
            draws.add(look.at(crowd.get(), seed + draw + 1, cancellation));
            timer.batch(sample.rows(), Double.NaN);
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

  private static GroupTest beside(List<Witness> own, List<List<Witness>> draws, int at, Kind kind) {
    double[] values = draws.stream().mapToDouble(draw -> draw.get(at).value()).toArray();
    double mean = Arrays.stream(values).average().orElse(0);
    double squares = Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
    double deviation = Math.max(LEAST_DEVIATION, Math.sqrt(squares / (values.length - 1)));
    Witness witness = own.get(at);
    double deviations =
        witness.isReliable() ? (witness.value() - mean) / deviation : Double.NEGATIVE_INFINITY;
    return new GroupTest(
        deviations > FAR,
        deviations,
        witness.clusters(),
        witness.sight(),
        witness.value(),
        mean,
        kind);
  }
}
