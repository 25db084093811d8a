package org.sqlflow.columns;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sqlflow.text.SqlNames;

class ColumnWordsTest {
  private static final ColumnWords WORDS =
      new ColumnWords(new SqlStyle(SqlNames.STANDARD, text -> text, false));

  @ParameterizedTest
  @CsvSource({
    "5, WHERE x < 2.50e0",
    "0.0005, WHERE x < 2.50e-4",
    "-999, WHERE x > -5.00e2",
    "1e20, WHERE x < 5.00e19"
  })
  void theConditionAgainstADwarfingValueIsANumberOfSql(double value, String expected) {
    assertThat(WORDS.advice(new Finding.Dwarfing("x", value, 1, 1e4))).isEqualTo(expected);
  }
}
