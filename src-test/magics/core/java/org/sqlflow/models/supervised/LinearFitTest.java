package org.sqlflow.models.supervised;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Collection;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sqlflow.data.ColumnType;
import org.sqlflow.data.Matrix;
import org.sqlflow.models.CancellationCheck;
import org.sqlflow.models.ClassNames;
import org.sqlflow.models.Target;

/** Weights are those of scikit-learn on the same rows. */
class LinearFitTest {
  private static final JsonNode FIXTURE = ScikitLearn.part("linear");
  private static final Matrix ROWS = ScikitLearn.matrix(FIXTURE.path("rows"));

  private static LinearFit classes(String label, LinearFit.Settings settings) {
    int[] codes = ScikitLearn.ints(FIXTURE.path(label));
    Collection<String> values = IntStream.of(codes).mapToObj(String::valueOf).toList();
    ClassNames names = ClassNames.of(values, ColumnType.INTEGER);
    double[] weights = IntStream.range(0, names.size()).mapToDouble(i -> 1).toArray();
    return LinearFit.classes(
        ROWS, new Target.Classes(codes, names), weights, settings, CancellationCheck.NONE);
  }

  private static LinearFit numbers(LinearFit.Settings settings) {
    return LinearFit.numbers(
        ROWS, ScikitLearn.doubles(FIXTURE.path("numbers")), settings, CancellationCheck.NONE);
  }

  private static void assertWeights(LinearFit fit, JsonNode weights, JsonNode constants) {
    assertThat(fit.converged()).isTrue();
    for (int output = 0; output < fit.outputs(); output++) {
      JsonNode own = weights.path(0).isArray() ? weights.path(output) : weights;
      for (int c = 0; c < fit.features(); c++) {
        assertThat(fit.weights()[output * fit.features() + c])
            .isCloseTo(own.path(c).asDouble(Double.NaN), within(1e-3));
      }
      assertThat(fit.weights()[fit.outputs() * fit.features() + output])
          .isCloseTo(
              (constants.isArray() ? constants.path(output) : constants).asDouble(Double.NaN),
              within(1e-3));
    }
  }

  @Test
  void logisticRegressionOfTwoClassesIsThatOfScikitLearn() {
    LinearFit fit = classes("two", LinearFit.Settings.DEFAULT);

    assertWeights(fit, FIXTURE.path("logistic2").path(0), FIXTURE.path("logistic2").path(1));
    JsonNode first = FIXTURE.path("logistic2").path(2).path(0);
    assertThat(fit.probabilities(ROWS).at(0, 1))
        .isCloseTo((float) first.path(1).asDouble(), within(1e-4f));
  }

  @Test
  void probabilitiesOfThreeClassesAreThoseOfScikitLearn() {
    LinearFit fit = classes("three", LinearFit.Settings.DEFAULT);

    Matrix probabilities = fit.probabilities(ROWS);
    JsonNode expected = FIXTURE.path("logistic3").path(2);
    for (int row = 0; row < expected.size(); row++) {
      for (int code = 0; code < 3; code++) {
        assertThat(probabilities.at(row, code))
            .isCloseTo((float) expected.path(row).path(code).asDouble(), within(1e-3f));
      }
    }
  }

  @Test
  void leastSquaresWithPenaltyIsTheRidgeOfScikitLearn() {
    assertWeights(
        numbers(new LinearFit.Settings(0, 1, 1000)),
        FIXTURE.path("ridge").path(0),
        FIXTURE.path("ridge").path(1));
  }

  @Test
  void absolutePenaltiesGiveTheLassoOfScikitLearn() {
    assertWeights(
        numbers(new LinearFit.Settings(0.5 * ROWS.rows(), 0, 5000)),
        FIXTURE.path("lasso").path(0),
        FIXTURE.path("lasso").path(1));
    assertWeights(
        classes("two", new LinearFit.Settings(5, 0, 5000)),
        FIXTURE.path("logistic_l1").path(0),
        FIXTURE.path("logistic_l1").path(1));
  }

  @Test
  void aLargeAbsolutePenaltyLeavesFeaturesOut() {
    LinearFit fit = numbers(new LinearFit.Settings(1e6, 0, 1000));

    assertThat(fit.weights()).startsWith(0, 0, 0);
    assertThat(fit.weights()[3]).isNotZero();
  }

  @Test
  void contributionsAndTheBaseAddUpToTheSum() {
    LinearFit fit = numbers(LinearFit.Settings.DEFAULT);

    double[] sums = fit.sums(ROWS);
    double[][] contributions = fit.contributions(ROWS, row -> 0, row -> 1);
    for (int row = 0; row < sums.length; row++) {
      assertThat(Arrays.stream(contributions[row]).sum()).isCloseTo(sums[row], within(1e-9));
    }
  }
}
