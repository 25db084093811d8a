package org.sqlflow.models.clustering;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GroupReasonsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | 0",
        "7 | 7",
        "-7.25 | -7.25",
        "0.18123 | 0.181",
        "0.012999 | 0.013",
        "99.96 | 100",
        "999.4 | 999",
        "1000.6 | 1,001",
        "-1234567.8 | -1,234,568",
        "0.00012345 | 0.000123",
        "2.5e17 | 2.50e17",
        "-0.0 | 0"
      })
  void numbersHaveThreeDigitsOrAreWhole(double value, String shown) {
    assertThat(GroupReasons.shown(value)).isEqualTo(shown);
  }
}
