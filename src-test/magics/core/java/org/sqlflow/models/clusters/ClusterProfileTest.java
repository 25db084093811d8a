package org.sqlflow.models.clusters;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sqlflow.models.Findings;
import org.sqlflow.models.TrainingSummary;
import org.sqlflow.models.clusters.ClusterProfile.Feature;
import org.sqlflow.models.clusters.ClusterProfile.Group;
import org.sqlflow.models.clusters.ClusterProfile.GroupMean;
import org.sqlflow.models.clusters.ClusterProfile.Kind;

class ClusterProfileTest {
  private final JsonMapper json = new JsonMapper();

  @ParameterizedTest
  @CsvSource({"true, SHARE", "false, NUMBER"})
  void aProfileOfAnEarlierVersionKnowsSharesAndNumbers(boolean share, Kind kind)
      throws JsonProcessingException {
    String stored =
        "{\"name\":\"a\",\"values\":3,\"mean\":0.5,\"deviation\":0.25,\"share\":" + share + "}";

    assertThat(json.readValue(stored, Feature.class))
        .isEqualTo(new Feature("a", 3, 0.5, 0.25, kind));
  }

  @Test
  void eachKindIsStoredAndReadBack() throws JsonProcessingException {
    for (Kind kind : Kind.values()) {
      Feature feature = new Feature("a", 3, 0.5, 0.25, kind);

      assertThat(json.readValue(json.writeValueAsString(feature), Feature.class))
          .isEqualTo(feature);
    }
  }

  @Test
  void theCategoryOfNearlyAllRowsSaysThatFewHaveTheOthers() {
    List<GroupMean> means =
        List.of(
            new GroupMean("room=single", 100, 0.02, -0.6),
            new GroupMean("room=double", 100, 0.97, 1.4),
            new GroupMean("board=full", 100, 0.1, -0.7),
            new GroupMean("board=half", 100, 0.9, 0.9),
            new GroupMean("room_price", 100, 80, -0.8));

    assertThat(new Group(0, 100, 0.5, means, "").telling()).containsExactly(1, 3, 4, 2);
  }

  @Test
  void aSummaryOfAnEarlierVersionHasNotesAlone() throws JsonProcessingException {
    TrainingSummary summary =
        new TrainingSummary(
            3, List.of(), List.of(), Map.of(), Map.of(), List.of("a"), new Findings.Encoding(2));
    String stored = json.writeValueAsString(summary).replace(",\"advice\":[],\"details\":[]", "");
    assertThat(stored).doesNotContain("details");

    assertThat(json.readValue(stored, TrainingSummary.class)).isEqualTo(summary);
  }

  @Test
  void whatASummarySaysIsKeptApartByWhoReadsIt() throws JsonProcessingException {
    TrainingSummary summary =
        new TrainingSummary(
                3, List.of(), List.of(), Map.of(), Map.of(), List.of("b"), new Findings.Encoding(2))
            .withNote("a")
            .withAdvice("try c")
            .withDetails(List.of("d"))
            .withDetails(List.of("e"));

    assertThat(summary.notes()).containsExactly("a", "b");
    assertThat(summary.advice()).containsExactly("try c");
    assertThat(summary.details()).containsExactly("d", "e");
    assertThat(json.readValue(json.writeValueAsString(summary), TrainingSummary.class))
        .isEqualTo(summary);
  }
}
