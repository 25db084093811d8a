package org.sqlflow.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChiSquaredTest {
  /** As scipy.stats.chi2.sf computes them. */
  @ParameterizedTest
  @CsvSource({
    "0.5, 1, 0.47950012218695337",
    "3.84, 1, 0.05004352124870519",
    "100, 3, 1.5541594313896026e-21",
    "250, 200, 0.009379131668826098",
    "0.001, 5, 0.9999999983185123",
    "900, 1000, 0.9892827619087102"
  })
  void largeValuesAreAsImprobableAsScipySays(double value, double degrees, double expected) {
    assertThat(ChiSquared.survival(value, degrees) / expected).isCloseTo(1, within(1e-10));
  }

  @Test
  void everyValueIsAtLeastZero() {
    assertThat(ChiSquared.survival(0, 3)).isEqualTo(1);
  }
}
