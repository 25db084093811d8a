package org.sqlflow.models.clustering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.sqlflow.data.ColumnVector;
import org.sqlflow.models.clustering.RankedGroups.NextGroups;

class RankedGroupsTest {
  private static final int NONE = ColumnVector.Ints.NONE;

  @Test
  void theNextGroupHasTheLargestShareBesideTheOwn() {
    float[] shares = {0.5f, 0.2f, 0.3f, 0.5f, 0.2f, 0.3f, 0.1f, 0.1f, 0.8f};

    NextGroups next = NextGroups.ofShares(shares, 3, new int[] {0, NONE, 2});

    assertThat(next.groups()).containsExactly(2, NONE, 0);
    assertThat(next.margins()[0]).isCloseTo(0.2, within(1e-6));
    assertThat(next.margins()[1]).isNaN();
    assertThat(next.margins()[2]).isCloseTo(0.7, within(1e-6));
  }

  @Test
  void aSingleGroupHasNoNext() {
    NextGroups next = NextGroups.ofShares(new float[] {1}, 1, new int[] {0});

    assertThat(next.groups()).containsExactly(NONE);
    assertThat(next.margins()[0]).isNaN();
  }
}
