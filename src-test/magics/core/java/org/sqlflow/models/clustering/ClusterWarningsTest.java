package org.sqlflow.models.clustering;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.sqlflow.data.Matrix;
import org.sqlflow.models.Iris;
import org.sqlflow.models.TrainingSet;
import org.sqlflow.models.clustering.dec.DecEstimator;
import org.sqlflow.models.clusters.ClusterJudgement;
import org.sqlflow.models.clusters.ClusterJudgement.Comparison;
import org.sqlflow.models.clusters.ClusterJudgement.Reference;

class ClusterWarningsTest {
  @Test
  void aModelCollapsedOnlyWhereKMeansDidNot() {
    assertThat(warnings(List.of(990L, 5L, 5L), List.of(400L, 300L, 300L), "train.scale", "minmax"))
        .contains(
            "The model collapsed: one group has 990 of 1,000 rows, where the largest of plain"
                + " k-means has 400. Try train.scale = standard, a lower model.train_lr, or another"
                + " train.seed.");
    assertThat(warnings(List.of(990L, 5L, 5L), List.of(400L, 300L, 300L)).get(0))
        .doesNotContain("train.scale");
    assertThat(warnings(List.of(990L, 5L, 5L), List.of(990L, 5L, 5L)))
        .noneMatch(warning -> warning.contains("collapsed"));
  }

  @Test
  void tinyGroupsAreNamedWithWhatSetsThemApartAndWhatToDo() {
    assertThat(warnings(List.of(600L, 395L, 5L), List.of()))
        .containsExactly(
            "Group 2 holds 5 of 1,000 rows, far away from the others in amount: leave them out of"
                + " the query if they are errors or single cases; if it is an amount, LOG(amount)"
                + " brings them nearer.");
  }

  @Test
  void emptyGroupsAreCounted() {
    assertThat(warnings(List.of(600L, 400L, 0L), List.of()))
        .containsExactly("1 of 3 groups are empty: set a lower model.n_clusters.");
  }

  @Test
  void theDefaultNumberIsNamedWhereTheGroupsAreDoubtful() {
    String advice =
        "3 groups is only the default: model.n_clusters = auto chooses the number by these rows.";
    assertThat(of(0.1, List.of(400L, 300L, 300L), List.of())).contains(advice);
    assertThat(of(0.4, List.of(400L, 300L, 300L), List.of())).isEmpty();
    assertThat(of(0.1, List.of(400L, 300L, 300L), List.of(), "n_clusters", 3L)).isEmpty();
  }

  private static List<String> warnings(List<Long> sizes, List<Long> kMeans, Object... attributes) {
    return of(0.9, sizes, kMeans, attributes);
  }

  private static List<String> of(
      double silhouette, List<Long> sizes, List<Long> kMeans, Object... attributes) {
    int[] groups = new int[1000];
    float[] values = new float[2000];
    int row = 0;
    for (int group = 0; group < sizes.size(); group++) {
      int to = row + (int) (long) sizes.get(group);
      Arrays.fill(groups, row, to, group);
      for (; row < to; row++) {
        values[2 * row] = row % 7;
        values[2 * row + 1] = group == 2 ? 100 : row % 5;
      }
    }
    TrainingSet set =
        Iris.training(
            new Matrix(1000, 2, values),
            List.of("age", "amount"),
            new DecEstimator(),
            Optional.empty(),
            attributes);
    return ClusterWarnings.of(
        set,
        new Clusters(groups, new float[0], sizes),
        OptionalDouble.of(silhouette),
        new ClusterJudgement(
            Reference.UNKNOWN, new Comparison(kMeans, sizes, 0, 0.5, -0.1, 0, -0.1, 0)));
  }
}
