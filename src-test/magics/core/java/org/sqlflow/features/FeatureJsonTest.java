package org.sqlflow.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FeatureJsonTest {
  private final JsonMapper json = new JsonMapper();

  static List<Feature> features() {
    return List.of(
        new NumericFeature("m \"1\"", false, 0.1, 1e-300, 1 / 3.0),
        new NumericFeature("amount", true, 1, 2, 3),
        new DenseFeature("v", 2, ";", List.of(new Scaling(1, 2, 3), new Scaling(4, 5, 6))),
        new BucketFeature("age", true, List.of(-0.5, 18.0), 4),
        new CategoryIdFeature("region", 9),
        new CategoryHashFeature("city", 100),
        new IndicatorFeature("month", Map.of("Feb", 0, "", 1, "π", 2)),
        new CrossFeature(
            List.of(
                new CategoryHashFeature("city", CategoryHashFeature.WHOLE),
                new BucketFeature("age", false, List.of(18.0), 4)),
            50));
  }

  @ParameterizedTest
  @MethodSource("features")
  void everyFeatureComesBackAsItWas(Feature feature) throws JsonProcessingException {
    FeatureEncoding encoding = new FeatureEncoding(Scale.ROBUST, OnNull.MEAN, List.of(feature));

    String written = json.writeValueAsString(encoding);

    assertThat(json.readValue(written, FeatureEncoding.class)).isEqualTo(encoding);
    assertThat(json.readTree(written).at("/features/0/kind").isTextual()).isTrue();
  }

  @Test
  void onlyTheFittedStateIsWritten() throws JsonProcessingException {
    FeatureEncoding encoding =
        new FeatureEncoding(
            Scale.STANDARD, OnNull.ERROR, List.of(new IndicatorFeature("month", Map.of("Feb", 0))));

    assertThat(json.writeValueAsString(encoding))
        .isEqualTo(
            "{\"scale\":\"STANDARD\",\"onNull\":\"ERROR\",\"features\":[{\"kind\":\"INDICATOR\","
                + "\"column\":\"month\",\"categories\":{\"Feb\":0}}]}");
  }

  @Test
  void aKindThatIsNotOursIsRefused() {
    String foreign =
        "{\"scale\":\"STANDARD\",\"onNull\":\"ERROR\",\"features\":[{\"kind\":"
            + "\"java.lang.Thread\",\"name\":\"x\"}]}";

    assertThatThrownBy(() -> json.readValue(foreign, FeatureEncoding.class))
        .isInstanceOf(JsonProcessingException.class);
  }
}
