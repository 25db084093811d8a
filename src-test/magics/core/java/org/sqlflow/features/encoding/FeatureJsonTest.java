package org.sqlflow.features.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sqlflow.features.BucketFeature;
import org.sqlflow.features.CategoryHashFeature;
import org.sqlflow.features.CategoryIdFeature;
import org.sqlflow.features.CrossFeature;
import org.sqlflow.features.DenseFeature;
import org.sqlflow.features.EmbeddingFeature;
import org.sqlflow.features.Feature;
import org.sqlflow.features.IndicatorFeature;
import org.sqlflow.features.NumericFeature;
import org.sqlflow.features.OnNull;
import org.sqlflow.features.SparseFeature;
import org.sqlflow.features.WeightedFeature;
import org.sqlflow.features.scale.Scale;
import org.sqlflow.features.scale.Scaling;

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
        new IndicatorFeature("month", Map.of("Feb", 0, "Mar", 1), 0.3),
        new IndicatorFeature("day", Map.of("2024-01-01", 0, "2024-01-02", 1), 1, true),
        new WeightedFeature(new IndicatorFeature("month", Map.of("Feb", 0), 1.2), 0.5),
        new SparseFeature("words", 9, ";", "="),
        new EmbeddingFeature(new CategoryHashFeature("city", 100), 4, "sum"),
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
  void datesThatAreNotInOrderAreRefused() {
    Feature day = new IndicatorFeature("day", Map.of("2024-01-02", 0, "2024-01-01", 1), 1, true);
    FeatureEncoding encoding = new FeatureEncoding(Scale.NONE, OnNull.ERROR, List.of(day));

    assertThatThrownBy(encoding::check).hasMessageContaining("dates that are not in order");
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
  void whatEarlierReleasesStoredIsReadAndWrittenAsItWas() throws JsonProcessingException {
    String stored =
        """
        {"scale":"MINMAX","onNull":"SKIP","features":[\
        {"kind":"NUMERIC","column":"a","log":true,"mean":1.5,"center":0.5,"spread":2.0},\
        {"kind":"DENSE","column":"v","size":1,"delimiter":";",\
        "learnt":[{"mean":1.0,"center":2.0,"spread":3.0}]},\
        {"kind":"BUCKET","column":"a","log":false,"bounds":[1.0,2.5],"mean":4.0},\
        {"kind":"CATEGORY_ID","column":"n","size":9},\
        {"kind":"CATEGORY_HASH","column":"c","size":7},\
        {"kind":"INDICATOR","column":"c","categories":{"x":0,"y":1}},\
        {"kind":"CROSS","parts":[{"kind":"CATEGORY_HASH","column":"c","size":2147483647},\
        {"kind":"CATEGORY_ID","column":"n","size":9}],"size":11}]}\
        """;

    FeatureEncoding encoding = json.readValue(stored, FeatureEncoding.class);

    assertThat(json.writeValueAsString(encoding)).isEqualTo(stored);
  }

  @Test
  void aFeatureWithoutAKindIsANumber() throws JsonProcessingException {
    String stored =
        "{\"scale\":\"NONE\",\"onNull\":\"MEAN\",\"features\":[{\"column\":\"a\",\"log\":false,"
            + "\"mean\":1.5,\"center\":0,\"spread\":1}]}";

    assertThat(json.readValue(stored, FeatureEncoding.class).features())
        .containsExactly(new NumericFeature("a", false, 1.5, 0, 1));
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
