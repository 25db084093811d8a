package org.sqlflow.report.charts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VegaLiteTest {
  @Test
  void rowsAreWrittenAsCsvWithTheirNumbersKnown() {
    Map<String, Object> data =
        VegaLite.csv(
            List.of(
                Map.of("x", 1.5, "name", "a \"b\", c", "n", 2),
                Map.of("x", 3.0, "name", "d", "n", 4),
                Map.of("x", VegaLite.number(Double.NaN), "name", "", "n", 5)));

    assertThat(data.get("values")).isEqualTo("n,name,x\n2,\"a \"\"b\"\", c\",1.5\n4,d,3\n5,,");
    assertThat(data.get("format"))
        .isEqualTo(Map.of("type", "csv", "parse", Map.of("n", "number", "x", "number")));
  }
}
