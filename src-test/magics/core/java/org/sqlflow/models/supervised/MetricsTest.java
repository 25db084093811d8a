package org.sqlflow.models.supervised;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlflow.data.Matrix;
import org.sqlflow.models.classification.ClassMetric;
import org.sqlflow.models.classification.ClassificationScores;
import org.sqlflow.models.metrics.CalibrationBin;
import org.sqlflow.models.regression.NumberMetric;

/** Scores are those of scikit-learn on the same predictions. */
class MetricsTest {
  @ParameterizedTest
  @ValueSource(strings = {"two", "three"})
  void scoresOfClassesAreThoseOfScikitLearn(String name) {
    JsonNode fixture = ScikitLearn.part(name);
    int[] actual = ScikitLearn.ints(fixture.path("actual"));
    Matrix probabilities = ScikitLearn.matrix(fixture.path("probabilities"));
    int[] predicted = ClassOutputs.likeliest(probabilities);

    for (ClassMetric metric : ClassMetric.values()) {
      assertThat(metric.of(actual, predicted, probabilities.columns(), Optional.of(probabilities)))
          .as(metric.title())
          .isCloseTo(
              fixture.path("expected").path(metric.title()).asDouble(Double.NaN), within(1e-6));
    }
  }

  @Test
  void scoresOfNumbersAreThoseOfScikitLearn() {
    JsonNode fixture = ScikitLearn.part("numbers");
    double[] actual = ScikitLearn.doubles(fixture.path("actual"));
    double[] predicted = ScikitLearn.doubles(fixture.path("predicted"));

    for (NumberMetric metric : NumberMetric.values()) {
      assertThat(metric.of(actual, predicted))
          .as(metric.title())
          .isCloseTo(
              fixture.path("expected").path(metric.title()).asDouble(Double.NaN), within(1e-6));
    }
  }

  @Test
  void calibrationIsThatOfScikitLearn() {
    JsonNode fixture = ScikitLearn.part("two");
    int[] actual = ScikitLearn.ints(fixture.path("actual"));
    Matrix probabilities = ScikitLearn.matrix(fixture.path("probabilities"));

    List<CalibrationBin> bins =
        ClassificationScores.of(
                actual,
                ClassOutputs.likeliest(probabilities),
                Optional.of(probabilities),
                List.of("no", "yes"),
                0)
            .calibration();

    double[] shares = ScikitLearn.doubles(fixture.path("calibration").path(0));
    double[] means = ScikitLearn.doubles(fixture.path("calibration").path(1));
    assertThat(bins).hasSize(shares.length);
    for (int bin = 0; bin < shares.length; bin++) {
      assertThat(bins.get(bin).actual()).isCloseTo(shares[bin], within(1e-6));
      assertThat(bins.get(bin).predicted()).isCloseTo(means[bin], within(1e-6));
    }
  }

  @Test
  void rowsWithoutALabelDoNotCount() {
    int[] actual = {0, -1, 1, 1};
    int[] predicted = {0, 0, 1, 0};

    assertThat(ClassMetric.ACCURACY.of(actual, predicted, 2, Optional.empty())).isEqualTo(2 / 3.0);
    assertThat(ClassMetric.AUC.of(actual, predicted, 2, Optional.empty())).isNaN();
    assertThat(NumberMetric.MAE.of(new double[] {1, Double.NaN, 4}, new double[] {2, 100, 2}))
        .isEqualTo(1.5);
  }

  @ParameterizedTest
  @CsvSource({"Accuracy, ACCURACY", "accuracy_score, ACCURACY", "AUC, AUC", "mlogloss, LOG_LOSS"})
  void scoresHaveTheNamesOfSqlflow(String word, ClassMetric metric) {
    assertThat(ClassMetric.named(word)).contains(metric);
  }

  @ParameterizedTest
  @CsvSource({"MeanAbsoluteError, MAE", "MAE, MAE", "MeanAbsolutePercentageError, MAPE"})
  void scoresOfNumbersHaveTheNamesOfSqlflow(String word, NumberMetric metric) {
    assertThat(NumberMetric.named(word)).contains(metric);
  }
}
