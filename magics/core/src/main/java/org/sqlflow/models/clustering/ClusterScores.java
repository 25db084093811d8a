package org.sqlflow.models.clustering;

import java.util.List;
import org.sqlflow.models.clusters.ClusterJudgement;
import org.sqlflow.models.metrics.Score;

/**
 * How good a clustering is, next to plain k-means with as many clusters on the same scaled columns.
 *
 * @param scores in the order to show them
 * @param groupSizes rows of each cluster, by its number
 * @param ungrouped rows in none; the agreement with labels counts them as one more group, and no
 *     other score counts them
 * @param kMeansSizes rows of each cluster of k-means, the largest first
 * @param judgement beside rows without groups, and beside k-means
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
