package org.sqlflow.models.clustering;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import org.sqlflow.data.Matrix;
import org.sqlflow.models.CancellationCheck;
import org.sqlflow.models.clusters.ClusterJudgement.Comparison;
import org.sqlflow.models.metrics.Contingency;
import org.sqlflow.models.metrics.LabelAgreement;
import org.sqlflow.models.metrics.NeighbourAgreement;
import org.sqlflow.models.metrics.Silhouette;

/**
 * Two clusterings of the same rows, a model's and that of plain k-means, by two measures: the
 * silhouette, which favours the compact groups that k-means looks for, and the agreement of
 * neighbours, which does not.
 *
 * @param silhouette of the model; empty if all rows are in one group
 * @param neighbours the agreement of neighbours of the model
 * @param beside the leads and their noise; {@link Comparison#NONE} where one has no score
 */
public record ClusterComparison(
    OptionalDouble silhouette,
    OptionalDouble kMeansSilhouette,
    OptionalDouble neighbours,
    OptionalDouble kMeansNeighbours,
    Comparison beside) {

  /**
   * What of a comparison does not depend on the model.
   *
   * @param groups the group of each row by plain k-means, from 0
   * @param silhouettes of a sample of the rows
   * @param graph the neighbours of a sample
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Plain(int[] groups, double[] silhouettes, NeighbourAgreement graph) {
    /**
     * Scores plain k-means.
     *
     * @throws java.util.concurrent.CancellationException if the user stopped it
     */
    public static Plain of(Matrix rows, int[] groups, CancellationCheck cancellation) {
      return new Plain(
          groups,
          Silhouette.scores(rows, groups, cancellation),
          NeighbourAgreement.in(rows, cancellation));
    }
  }

  /**
   * Compares groups of rows.
   *
   * @param rows {@code rows x features}, scaled
   * @param model the group of each row, from 0
   * @param other plain k-means on the same rows
   * @param clusters how many groups both have
   * @throws java.util.concurrent.CancellationException if the user stopped it
   */
  public static ClusterComparison of(
      Matrix rows, int[] model, Plain other, int clusters, CancellationCheck cancellation) {
    double[] own = Silhouette.scores(rows, model, cancellation);
    double[] plain = other.silhouettes();
    int[] kMeans = other.groups();
    NeighbourAgreement graph = other.graph();
    OptionalDouble neighbours = graph.of(model);
    OptionalDouble kMeansNeighbours = graph.of(kMeans);
    boolean comparable =
        own.length > 0
            && plain.length > 0
            && neighbours.isPresent()
            && kMeansNeighbours.isPresent();
    Comparison beside = Comparison.NONE;
    if (comparable) {
      Contingency table = Contingency.of(model, kMeans);
      double same = LabelAgreement.accuracy(table, cancellation).orElse(Double.NaN);
      beside =
          new Comparison(
              sizes(kMeans, clusters),
              sizes(model, clusters),
              Math.round((1 - same) * rows.rows()),
              LabelAgreement.adjustedRand(table).orElse(Double.NaN),
              mean(own) - mean(plain),
              noise(own, plain),
              neighbours.getAsDouble() - kMeansNeighbours.getAsDouble(),
              noise(graph.shares(model), graph.shares(kMeans)));
    }
    return new ClusterComparison(
        Arrays.stream(own).average(),
        Arrays.stream(plain).average(),
        neighbours,
        kMeansNeighbours,
        beside);
  }

  private static List<Long> sizes(int[] groups, int clusters) {
    long[] sizes = new long[clusters];
    Arrays.stream(groups).forEach(group -> sizes[group]++);
    return Arrays.stream(sizes).boxed().sorted(Comparator.reverseOrder()).toList();
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(Double.NaN);
  }

  /** Two standard errors of the mean difference, as if the rows were drawn again. */
  private static double noise(double[] own, double[] plain) {
    double mean = mean(own) - mean(plain);
    double squares = 0;
    for (int row = 0; row < own.length; row++) {
      double difference = own[row] - plain[row] - mean;
      squares += difference * difference;
    }
    return 2 * Math.sqrt(squares) / own.length;
  }
}
