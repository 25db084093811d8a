package org.sqlflow.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.sqlflow.data.Matrix;

class ColumnSpreadTest {
  @Test
  void theSquaresAreExactForAMeanFarFromZero() {
    float far = 1 << 22;
    ColumnSpread spread =
        ColumnSpread.of(new Matrix(3, 2, new float[] {far, 1, far + 1, 1, far + 2, 1}));

    assertThat(spread.means()).containsExactly(far + 1, 1);
    assertThat(spread.squares()[0]).isCloseTo(2, within(1e-9));
    assertThat(spread.squares()[1]).isZero();
  }

  @Test
  void noRowsHaveNoSpread() {
    assertThat(ColumnSpread.of(new Matrix(0, 1, new float[0])).squares()).containsExactly(0);
  }
}
