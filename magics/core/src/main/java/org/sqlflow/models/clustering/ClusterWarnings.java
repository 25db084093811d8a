package org.sqlflow.models.clustering;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.sqlflow.models.training.MetricNames;
import org.sqlflow.text.Text;

/** Warnings about a clustering for the user. */
public final class ClusterWarnings {
  private static final double COLLAPSED = 0.95;

  /** A smaller lead of k-means counts as chance. */
  private static final double LEAD = 0.005;

  private ClusterWarnings() {}

  /** The warnings, the most important first; sizes are in descending order. */
  public static List<String> of(List<Long> sizes, Map<String, Double> metrics) {
    List<String> warnings = new ArrayList<>();
    long rows = sizes.stream().mapToLong(Long::longValue).sum();
    if (sizes.get(0) > COLLAPSED * rows) {
      warnings.add(
          Text.of(
              "The model collapsed: one group has %d of %d rows. Try train.scale = standard, a"
                  + " lower model.train_lr, or another train.seed.",
              sizes.get(0), rows));
    }
    long empty = sizes.stream().filter(size -> size == 0).count();
    if (empty > 0) {
      warnings.add(
          Text.of("%d of %d groups are empty: set a lower model.n_clusters.", empty, sizes.size()));
    }
    double model = metrics.getOrDefault(MetricNames.SILHOUETTE, -1.0);
    double kMeans = metrics.getOrDefault(MetricNames.KMEANS_SILHOUETTE, -1.0);
    if (kMeans > model + LEAD) {
      warnings.add(
          "Plain k-means on the same scaled features separates the rows better: compare with TO"
              + " TRAIN kmeans.");
    }
    return warnings;
  }
}
