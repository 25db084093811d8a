package org.sqlflow.models.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.sqlflow.models.CancellationCheck;
import org.sqlflow.models.Iris;

class GroupSilhouettesTest {
  /** scikit-learn 1.9.1, silhouette_samples of the species on the raw measures. */
  @Test
  void theSpeciesOfIrisHaveTheSilhouettesThatOthersMeasured() {
    GroupSilhouettes found =
        GroupSilhouettes.of(Iris.raw(), Iris.species(), 3, CancellationCheck.NONE);

    assertThat(found.mean(0)).isCloseTo(0.7894, within(1e-4));
    assertThat(found.mean(1)).isCloseTo(0.4091, within(1e-4));
    assertThat(found.mean(2)).isCloseTo(0.3120, within(1e-4));
    assertThat(found.groups()).allMatch(scores -> scores.length == 50);
    assertThat(found.groups())
        .allSatisfy(
            scores -> assertThat(Arrays.stream(scores).map(score -> -score).toArray()).isSorted());
  }

  @Test
  void rowsInNoGroupAreLeftOutAndAnEmptyGroupHasNone() {
    int[] groups = Iris.species();
    groups[0] = -1;

    GroupSilhouettes found = GroupSilhouettes.of(Iris.raw(), groups, 4, CancellationCheck.NONE);

    assertThat(found.groups().get(0)).hasSize(49);
    assertThat(found.mean(3)).isNaN();
  }

  @Test
  void oneGroupHasNoSilhouette() {
    GroupSilhouettes found =
        GroupSilhouettes.of(Iris.raw(), new int[150], 1, CancellationCheck.NONE);

    assertThat(found.groups()).isEmpty();
    assertThat(found.mean(0)).isNaN();
  }
}
