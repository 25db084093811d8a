package org.sqlflow.models.clustering.auto;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.sqlflow.data.Matrix;
import org.sqlflow.math.RowSample;
import org.sqlflow.models.CancellationCheck;
import org.sqlflow.models.clustering.ClusterScores;
import org.sqlflow.models.clustering.judge.ClusterEvaluation;
import org.sqlflow.models.clusters.ClusterJudgement;
import org.sqlflow.models.metrics.Score;
import org.sqlflow.text.Text;

/**
 * Scores a model of one group: whether the rows form one group, as the model says. A silhouette and
 * other scores need two groups.
 */
public final class SingleGroupEvaluation {
  private SingleGroupEvaluation() {}

  /**
   * Tests rows as the training did.
   *
   * @param rows {@code rows x features}, scaled as the model sees them, all finite
   * @param labels a code from 0 for each row, negative where it has no label
   * @throws java.util.concurrent.CancellationException if the user stopped it
   */
  public static ClusterScores of(
      Matrix rows, Optional<int[]> labels, long seed, CancellationCheck cancellation) {
    ClusterScores plain =
        ClusterEvaluation.of(rows, new int[rows.rows()], 1, labels, seed, cancellation);
    List<Score> scores = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    Matrix sample =
        RowSample.take(
            rows, RowSample.of(rows.rows(), AutoTraining.SAMPLE, AutoTraining.SAMPLE_SEED));
    if (sample.rows() < GroupTest.LEAST_ROWS) {
      notes.add(ChoiceWords.tooFew(rows.rows()));
    } else {
      GroupTest test =
          GroupTest.of(
              sample, seed, weight -> cancellation.checkCancelled(), () -> {}, cancellation);
      notes.add(test.hasGroups() ? ChoiceWords.groups(test) : ChoiceWords.noGroups(test));
      scores.add(score(test));
    }
    plain.scores().stream().filter(score -> score.value().isPresent()).forEach(scores::add);
    return new ClusterScores(
        scores,
        plain.groupSizes(),
        plain.ungrouped(),
        plain.kMeansSizes(),
        ClusterJudgement.UNKNOWN,
        notes);
  }

  /** A lead of the rows counts as chance if the test finds no groups. */
  private static Score score(GroupTest test) {
    return new Score(
        Text.of("%s of %d groups", test.statistic().score(), test.clusters()),
        OptionalDouble.of(test.own()),
        OptionalDouble.of(test.reference()),
        true,
        test.hasGroups() ? 0 : 2,
        "of the best division found, beside the mean of as many rows without groups");
  }
}
