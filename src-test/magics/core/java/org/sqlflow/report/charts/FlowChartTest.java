package org.sqlflow.report.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlflow.models.clusters.GroupNames;

class FlowChartTest {
  private static FlowChart chart(long[][] counts) {
    return new FlowChart("m@1", "m", counts, new int[] {0, 1, 2}, GroupNames.NONE, GroupNames.NONE);
  }

  /** Height of the bars of one side, by group. */
  private static Map<Integer, Double> bars(JsonNode spec, boolean isLeft) {
    Map<Integer, Double> heights = new HashMap<>();
    for (JsonNode bar : spec.at("/layer/1/data/values")) {
      if (bar.get("left").asBoolean() == isLeft) {
        heights.put(bar.get("group").asInt(), bar.get("y2").asDouble() - bar.get("y").asDouble());
      }
    }
    return heights;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theBandsOfABarAreAsHighAsTheBar(boolean isLeft) {
    for (long[][] counts :
        List.of(
            new long[][] {{50, 30, 20}},
            new long[][] {{50}, {30}, {20}},
            new long[][] {{40, 10}, {0, 50}})) {
      JsonNode spec = new ObjectMapper().valueToTree(chart(counts).output().vegaLite());
      List<String> lines = spec.at("/layer/0/data/values").asText().lines().toList();
      List<String> names = List.of(lines.get(0).split(","));
      Map<Integer, Double> bands = new HashMap<>();
      for (String line : lines.subList(1, lines.size())) {
        String[] cells = line.split(",");
        if (Double.parseDouble(cells[names.indexOf("x")]) == (isLeft ? 0 : 1)) {
          String[] ends = cells[names.indexOf("band")].replace("\"", "").split(" to ");
          bands.merge(
              Integer.valueOf(ends[isLeft ? 0 : 1]),
              Double.parseDouble(cells[names.indexOf("y2")])
                  - Double.parseDouble(cells[names.indexOf("y")]),
              Double::sum);
        }
      }
      Map<Integer, Double> bars = bars(spec, isLeft);
      assertThat(bands.keySet()).isEqualTo(bars.keySet());
      bars.forEach((group, height) -> assertThat(bands.get(group)).isCloseTo(height, within(2e-3)));
    }
  }

  @Test
  void itsTextSaysWhereMostRowsWent() {
    assertThat(chart(new long[][] {{40, 10}, {0, 50}}).output().text())
        .isEqualTo("From m@1 to m: most rows moved from 0 to 1 (10)");
  }
}
