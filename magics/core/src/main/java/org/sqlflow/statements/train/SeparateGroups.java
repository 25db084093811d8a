package org.sqlflow.statements.train;

import java.util.Optional;
import java.util.stream.Collectors;
import org.sqlflow.data.Matrix;
import org.sqlflow.models.ClusteringModel;
import org.sqlflow.models.TrainingContext;
import org.sqlflow.models.clustering.ClusterAttributes;
import org.sqlflow.models.clustering.centres.PlainKMeans;
import org.sqlflow.models.metrics.NeighbourGroups;
import org.sqlflow.text.Text;

/**
 * Groups that are clearly separate by the nearest neighbours of the rows.
 *
 * @param byKMeans whether k-means finds them, where the model has other groups
 */
record SeparateGroups(NeighbourGroups found, boolean byKMeans) {
  /** Groups that agree at least so much (adjusted Rand index) count as the same. */
  private static final double SAME = 0.9;

  private static final int STARTS = 10;

  /** Those of the rows of a training, if there are any. */
  static Optional<SeparateGroups> of(
      ClusteringModel model, Matrix rows, long seed, TrainingContext context) {
    return NeighbourGroups.of(rows, context::checkCancelled)
        .map(
            found -> new SeparateGroups(found, isFoundByKMeans(found, model, rows, seed, context)));
  }

  /** Whether k-means finds the groups if asked for as many as there are. */
  private static boolean isFoundByKMeans(
      NeighbourGroups found,
      ClusteringModel model,
      Matrix rows,
      long seed,
      TrainingContext context) {
    int parts = found.sizes().size();
    if (parts == model.clusters() || ClusterAttributes.distinct(rows, parts) < parts) {
      return false;
    }
    return found.agreement(PlainKMeans.groups(rows, parts, STARTS, seed, context)) >= SAME;
  }

  /** A sentence about them and whether the model or k-means finds them. */
  String words(ClusteringModel model, Matrix rows) {
    String parts =
        found.sizes().stream()
            .map(share -> Text.of("%.0f", 100 * share))
            .collect(Collectors.joining("; ", "", " % of the rows"));
    return found.agreement(model.assign(rows)) >= SAME
        ? Text.of(
            "These groups are separate: the nearest neighbours of the rows form the same %d groups"
                + " (%s), which k-means does not find.",
            found.sizes().size(), parts)
        : byKMeans
            ? Text.of(
                "However, %d groups are separate by the nearest neighbours of the rows (%s): these"
                    + " %d cut through them.",
                found.sizes().size(), parts, model.clusters())
            : Text.of(
                "However, %d groups are separate by the nearest neighbours of the rows (%s):"
                    + " k-means does not find them.",
                found.sizes().size(), parts);
  }
}
