package org.sqlflow.features.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlflow.data.Matrix;
import org.sqlflow.data.RowBatch;
import org.sqlflow.features.ColumnFunctions;
import org.sqlflow.features.Feature;
import org.sqlflow.features.IndicatorFeature;
import org.sqlflow.features.NumericFeature;
import org.sqlflow.features.OnNull;
import org.sqlflow.features.WeightedFeature;
import org.sqlflow.features.scale.Scale;

class WeightedFeatureTest {
  private static final double[] AGE = {1, 2, 3, 4, 5, 6, 7, 8};
  private static final String[] CITY = {"a", "a", "a", "a", "b", "b", "c", "c"};
  private static final String[] RARE = {"x", "x", "x", "x", "x", "x", "x", "y"};

  private static FeatureFitter.Fitted fit(Scale scale, String clause) {
    RowBatch batch = Encoded.batch("age", AGE, "city", CITY, "rare", RARE);
    FeatureSelection selection =
        Encoded.choose(clause, Encoded.schema(batch), Optional.empty(), ColumnFunctions.STANDARD);
    return new FeatureFitter(selection, scale, OnNull.ERROR, Optional.empty())
        .fit(Encoded.rows(batch), (rows, width) -> {});
  }

  /** The variance of some columns of a matrix, all together. */
  private static double variance(Matrix rows, int from, int to) {
    double sum = 0;
    for (int column = from; column < to; column++) {
      double mean = 0;
      double squares = 0;
      for (int row = 0; row < rows.rows(); row++) {
        mean += rows.at(row, column) / rows.rows();
        squares += (double) rows.at(row, column) * rows.at(row, column) / rows.rows();
      }
      sum += squares - mean * mean;
    }
    return sum;
  }

  @ParameterizedTest
  @EnumSource(
      value = Scale.class,
      names = {"NONE"},
      mode = EnumSource.Mode.EXCLUDE)
  void aTextColumnVariesAsMuchAsANumber(Scale scale) {
    FeatureFitter.Fitted fitted = fit(scale, "age, INDICATOR(city)");
    Matrix rows = fitted.matrix();
    assertThat(variance(rows, 1, 5)).isCloseTo(variance(rows, 0, 1), within(1e-5));
    assertThat(fitted.encoding().balance().orElseThrow())
        .startsWith("Each text column weighs as much as one number: a category counts ")
        .endsWith(" in INDICATOR(city).");
  }

  @Test
  void numbersAsTheyAreAndTextsAloneStayZeroAndOne() {
    for (FeatureFitter.Fitted fitted :
        List.of(fit(Scale.NONE, "age, INDICATOR(city)"), fit(Scale.STANDARD, "INDICATOR(city)"))) {
      assertThat(fitted.encoding().balance()).isEmpty();
      assertThat(fitted.matrix().values()).contains(1f);
    }
  }

  @Test
  void aRareCategoryIsNotScaledUpToVaryAsMuch() {
    Matrix rows = fit(Scale.STANDARD, "age, INDICATOR(rare)").matrix();
    assertThat(rows.at(0, 1)).isEqualTo(2);
    assertThat(variance(rows, 1, 4)).isLessThan(0.9);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2 * age, INDICATOR(city)", "WEIGHT(age, 2), INDICATOR(city)"})
  void aWeightMultipliesWhatTheModelSees(String clause) {
    FeatureFitter.Fitted plain = fit(Scale.STANDARD, "age, INDICATOR(city)");
    FeatureFitter.Fitted weighted = fit(Scale.STANDARD, clause);
    for (int row = 0; row < AGE.length; row++) {
      assertThat(weighted.matrix().at(row, 0)).isEqualTo(2 * plain.matrix().at(row, 0));
      assertThat(weighted.matrix().at(row, 1)).isEqualTo(plain.matrix().at(row, 1));
    }
    assertThat(weighted.encoding().featureNames()).isEqualTo(plain.encoding().featureNames());
    assertThat(weighted.encoding().functions()).startsWith("WEIGHT(age, 2)");
    Feature feature = weighted.encoding().features().get(0);
    assertThat(feature.original(0, weighted.matrix().at(3, 0))).isCloseTo(4, within(1e-6));
    assertThat(feature.meaning()).isEqualTo(Feature.Meaning.MEASURE);
  }

  @Test
  void aStoredWeightIsANumberAboveZeroOfAFeature() {
    Feature age = NumericFeature.of("age", false);
    for (Feature forged :
        List.of(
            new WeightedFeature(age, 0),
            new WeightedFeature(age, Double.NaN),
            new WeightedFeature(new WeightedFeature(age, 2), 2),
            new WeightedFeature(NumericFeature.of("", false), 2),
            new IndicatorFeature("city", Map.of("a", 0), Double.POSITIVE_INFINITY))) {
      FeatureEncoding encoding = new FeatureEncoding(Scale.STANDARD, OnNull.ERROR, List.of(forged));
      assertThatThrownBy(encoding::check).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aWeightedColumnReplacesThePlainOne() {
    FeatureFitter.Fitted fitted = fit(Scale.STANDARD, "*, 0.5 * age, 3 * INDICATOR(city)");
    assertThat(fitted.encoding().functions())
        .containsExactly("WEIGHT(age, 0.5)", "WEIGHT(INDICATOR(city), 3)");
  }
}
