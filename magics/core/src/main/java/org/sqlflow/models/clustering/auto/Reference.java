package org.sqlflow.models.clustering.auto;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleConsumer;
import java.util.function.Supplier;
import org.sqlflow.data.Matrix;
import org.sqlflow.models.CancellationCheck;
import org.sqlflow.models.clustering.ClusterAttributes;
import org.sqlflow.models.clustering.centres.KMeans;
import org.sqlflow.models.clustering.judge.ReferenceRows;
import org.sqlflow.models.metrics.NeighbourAgreement;

/**
 * The neighbour agreement that k-means gets on as many rows without groups, by the number of
 * groups: the largest of the three kinds of {@link ReferenceRows}. Between the numbers that were
 * measured it is a straight line. Immutable.
 */
record Reference(TreeMap<Integer, Double> byNumber) {
  /** How many reference rows of each kind are drawn; their mean counts. */
  private static final int DRAWS = 2;

  private static final int STARTS = 2;

  /** The weight of a draw, without groups and for each group; see {@link Method}. */
  private static final double WEIGHT = 0.1;

  private static final double WEIGHT_OF_A_GROUP = 0.0012;

  /** Measured numbers differ at least by this share: the curve is smooth. */
  private static final double STEP = 0.3;

  /**
   * Measures reference rows for some rows.
   *
   * @param most the largest number of groups of interest
   * @param did gets the weight of each draw when it is done
   * @throws java.util.concurrent.CancellationException if the user stopped it
   */
  static Reference of(
      Matrix rows,
      int least,
      int most,
      long seed,
      DoubleConsumer did,
      CancellationCheck cancellation) {
    TreeMap<Integer, Double> measured = new TreeMap<>();
    ReferenceRows references = new ReferenceRows(rows, seed);
    List<Supplier<Matrix>> kinds =
        List.of(references::even, references::normal, references::ownShapes);
    for (Supplier<Matrix> kind : kinds) {
      Map<Integer, Double> sums = new TreeMap<>();
      for (int draw = 0; draw < DRAWS; draw++) {
        Matrix reference = kind.get();
        NeighbourAgreement neighbours = NeighbourAgreement.in(reference, cancellation);
        for (int number : numbers(least, most)) {
          if (ClusterAttributes.distinct(reference, number) == number) {
            int[] groups = KMeans.fit(reference, number, STARTS, seed, cancellation).groups();
            sums.merge(number, neighbours.of(groups).orElse(0) / DRAWS, Double::sum);
          }
        }
        did.accept(weight(least, most) / (kinds.size() * DRAWS));
      }
      sums.forEach((number, mean) -> measured.merge(number, mean, Math::max));
    }
    return new Reference(measured);
  }

  /** The weight of all draws. */
  static double weight(int least, int most) {
    int groups = numbers(least, most).stream().mapToInt(Integer::intValue).sum();
    return 3 * DRAWS * (WEIGHT + WEIGHT_OF_A_GROUP * groups);
  }

  private static List<Integer> numbers(int least, int most) {
    List<Integer> numbers = new ArrayList<>();
    for (int number = least; number < most; number += Math.max(1, (int) (STEP * number))) {
      numbers.add(number);
    }
    numbers.add(most);
    return numbers;
  }

  /** The agreement of as many groups of reference rows; 0 if nothing could be measured. */
  double neighbours(int clusters) {
    Map.Entry<Integer, Double> below = byNumber.floorEntry(clusters);
    Map.Entry<Integer, Double> above = byNumber.ceilingEntry(clusters);
    if (below == null || above == null) {
      return below != null ? below.getValue() : above != null ? above.getValue() : 0;
    }
    int gap = above.getKey() - below.getKey();
    double share = gap == 0 ? 0 : (double) (clusters - below.getKey()) / gap;
    return below.getValue() + share * (above.getValue() - below.getValue());
  }
}
