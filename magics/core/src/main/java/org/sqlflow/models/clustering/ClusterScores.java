package org.sqlflow.models.clustering;

import java.util.List;
import org.sqlflow.models.clusters.ClusterJudgement;
import org.sqlflow.models.metrics.Score;

/**
 * How good a clustering is, next to plain k-means with as many clusters on the same scaled columns.
 *
 * @param scores in the order to show them
 * @param groupSizes rows of each cluster, by its number
 * @param ungrouped rows in no group; the agreement with labels counts them as one more group, other
 *     scores leave them out
 * @param kMeansSizes rows of each cluster of k-means, the largest first
 * @param judgement the comparison with rows without groups, and with k-means
 * @param notes sentences for the user: samples, what has no score and why
 */
public record ClusterScores(
    List<Score> scores,
    List<Long> groupSizes,
    long ungrouped,
    List<Long> kMeansSizes,
    ClusterJudgement judgement,
    List<String> notes) {
  /** The same of groups that autoCluster chose. */
  public ClusterScores with(ClusterJudgement.Selection selection) {
    return new ClusterScores(
        scores, groupSizes, ungrouped, kMeansSizes, judgement.with(selection), notes);
  }
}
