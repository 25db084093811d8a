package org.sqlflow.features;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/**
 * What a column function makes of its columns: one or more numbers that a model sees. As COLUMN
 * asks for it a feature knows nothing of the data; {@link #learn} gives the one that does, which is
 * kept in the model as JSON, told apart by {@code kind}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind", defaultImpl = NumericFeature.class)
@JsonSubTypes({
  @JsonSubTypes.Type(value = NumericFeature.class, name = "NUMERIC"),
  @JsonSubTypes.Type(value = DenseFeature.class, name = "DENSE"),
  @JsonSubTypes.Type(value = BucketFeature.class, name = "BUCKET"),
  @JsonSubTypes.Type(value = CategoryIdFeature.class, name = "CATEGORY_ID"),
  @JsonSubTypes.Type(value = CategoryHashFeature.class, name = "CATEGORY_HASH"),
  @JsonSubTypes.Type(value = IndicatorFeature.class, name = "INDICATOR"),
  @JsonSubTypes.Type(value = CrossFeature.class, name = "CROSS")
})
public sealed interface Feature permits NumericFeature, DenseFeature, CategoryFeature {
  /**
   * The function as COLUMN writes it; features of one text are the same but for what they learnt.
   */
  String text();

  /** What it reads. */
  List<ColumnRead> reads();

  /** What some features read, each once. */
  static List<ColumnRead> readsOf(List<Feature> features) {
    return features.stream().flatMap(feature -> feature.reads().stream()).distinct().toList();
  }

  /** How many numbers it gives. */
  int width();

  /** A name for each of its numbers. */
  List<String> names();

  /** A name for each of its numbers in original units. */
  default List<String> originalNames() {
    return names();
  }

  /** One of its numbers in original units: without scaling and logarithm. */
  default double original(int place, float encoded) {
    return encoded;
  }

  /** Rows of a block that it cannot take though they hold values. */
  default UnfitRows unfit(FeatureRows rows) {
    return UnfitRows.NONE;
  }

  /** The same feature with what it learns from a training's rows. */
  Feature learn(TrainingSample sample, Scale scale);

  /**
   * Encodes the rows from {@code from} to before {@code to}.
   *
   * @param at the place of its first number in a row of the matrix
   */
  void encode(FeatureRows rows, int from, int to, MatrixSlots slots, int at);
}
