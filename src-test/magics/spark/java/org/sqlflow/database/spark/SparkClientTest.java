package org.sqlflow.database.spark;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SparkClientTest {
  @ParameterizedTest
  @CsvSource({
    "1g, '', 1073741824",
    "512m, '', 536870912",
    "2GiB, m, 2147483648",
    "4096, m, 4294967296",
    "1000, '', 1000",
    "0, '', 0",
    "much, m, 1073741824"
  })
  void sizesAreThoseOfSparksSettings(String size, String unit, long bytes) {
    assertThat(SparkClient.bytes(size, unit)).isEqualTo(bytes);
  }
}
