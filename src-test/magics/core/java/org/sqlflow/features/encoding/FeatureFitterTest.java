package org.sqlflow.features.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sqlflow.data.Matrix;
import org.sqlflow.data.RowBatch;
import org.sqlflow.features.ColumnFunctions;
import org.sqlflow.features.Feature;
import org.sqlflow.features.FeatureException;
import org.sqlflow.features.NumericFeature;
import org.sqlflow.features.OnNull;
import org.sqlflow.features.encoding.FeatureFitter.Fitted;
import org.sqlflow.features.scale.Scale;

class FeatureFitterTest {
  private static final double NULL = Double.NaN;

  private static Fitted fit(Scale scale, OnNull onNull, double[]... columns) {
    List<Feature> features =
        IntStream.range(0, columns.length)
            .<Feature>mapToObj(i -> NumericFeature.of("m" + (i + 1), false))
            .toList();
    FeatureSelection selection = new FeatureSelection(features, Set.of(), List.of());
    FeatureFitter fitter = new FeatureFitter(selection, scale, onNull, Optional.empty());
    Object[] named = new Object[2 * columns.length];
    for (int i = 0; i < columns.length; i++) {
      named[2 * i] = "m" + (i + 1);
      named[2 * i + 1] = columns[i];
    }
    return fitter.fit(Encoded.rows(Encoded.batch(named)), (rows, width) -> {});
  }

  @Test
  void standardScalingGivesMeanZeroAndDeviationOne() {
    Matrix matrix = fit(Scale.STANDARD, OnNull.ERROR, new double[] {1, 2, 3, 4}).matrix();

    // numpy: (x - x.mean()) / x.std()
    assertThat(matrix.values())
        .containsExactly(
            new float[] {-1.3416408f, -0.4472136f, 0.4472136f, 1.3416408f}, within(1e-6f));
  }

  @Test
  void minmaxScalingGivesZeroToOneAndRobustScalingTheQuartiles() {
    assertThat(fit(Scale.MINMAX, OnNull.ERROR, new double[] {2, 4, 6}).matrix().values())
        .containsExactly(0f, 0.5f, 1f);
    // scikit-learn: RobustScaler().fit_transform([[1], [2], [3], [4], [100]])
    assertThat(fit(Scale.ROBUST, OnNull.ERROR, new double[] {1, 2, 3, 4, 100}).matrix().values())
        .containsExactly(-1f, -0.5f, 0f, 0.5f, 48.5f);
    assertThat(fit(Scale.NONE, OnNull.ERROR, new double[] {2, 4, 6}).matrix().values())
        .containsExactly(2f, 4f, 6f);
  }

  @Test
  void aRobustScaleOfAColumnThatIsMostlyOneValueDoesNotBlowUpTheOthers() {
    double[] column = new double[1000];
    for (int row = 0; row < 60; row++) {
      column[row] = 8;
    }
    column[999] = 16;
    float[] values = fit(Scale.ROBUST, OnNull.ERROR, column).matrix().values();
    assertThat(values[0]).isEqualTo(1f);
    assertThat(values[999]).isEqualTo(2f);
    double[] rare = new double[1000];
    rare[0] = 5;
    assertThat(fit(Scale.ROBUST, OnNull.ERROR, rare).matrix().values()[0]).isEqualTo(1f);
  }

  @Test
  void theAutomaticScaleIsTheRangeUnlessValuesLieFarOut() {
    double[] far = new double[1000];
    for (int row = 0; row < 1000; row++) {
      far[row] = row % 2;
    }
    far[999] = 1000;
    Fitted fitted = fit(Scale.AUTO, OnNull.ERROR, new double[] {2, 4, 6, 3});
    assertThat(fitted.matrix().values()).containsExactly(0f, 0.5f, 1f, 0.25f);
    assertThat(fitted.scaling())
        .contains("Scale (train.scale = auto): each feature is scaled by its range.");
    Fitted wide = fit(Scale.AUTO, OnNull.ERROR, far);
    // numpy: 1 / (6 * x.std())
    assertThat(wide.matrix().values()[1]).isCloseTo(0.00527f, within(1e-4f));
    assertThat(wide.scaling().orElseThrow())
        .contains("1 of 1 has values far out: 6 standard deviations replace its range");
  }

  @Test
  void theAutomaticScaleKeepsTheProportionsOfFeaturesThatShareOneRange() {
    double[][] pixels = new double[10][];
    for (int c = 0; c < 10; c++) {
      pixels[c] = new double[] {0, 16, 8};
    }
    pixels[9] = new double[] {0, 1, 0};
    Fitted fitted = fit(Scale.AUTO, OnNull.ERROR, pixels);
    assertThat(fitted.matrix().at(1, 0)).isEqualTo(1f);
    assertThat(fitted.matrix().at(1, 9)).isEqualTo(1 / 16f);
    assertThat(fitted.scaling().orElseThrow())
        .contains("most of the 10 features range from 0 to 16");
    assertThat(fit(Scale.STANDARD, OnNull.ERROR, pixels).scaling()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Scale.class)
  void aConstantColumnStaysFinite(Scale scale) {
    for (float value : fit(scale, OnNull.ERROR, new double[] {7, 7, 7}).matrix().values()) {
      assertThat(value).isFinite();
    }
  }

  @Test
  void columnsFromTinyToHugeGetTheSameScale() {
    Fitted fitted =
        fit(
            Scale.STANDARD,
            OnNull.ERROR,
            new double[] {1e-6, 2e-6, 3e-6},
            new double[] {1e12 + 1, 1e12 + 2, 1e12 + 3});

    for (int row = 0; row < 3; row++) {
      assertThat(fitted.matrix().at(row, 0)).isCloseTo(fitted.matrix().at(row, 1), within(1e-4f));
    }
  }

  @Test
  void aMissingValueIsAnErrorThatCountsAndSaysWhatToDo() {
    assertThatThrownBy(
            () ->
                fit(
                    Scale.STANDARD,
                    OnNull.ERROR,
                    new double[] {1, 2, 3},
                    new double[] {1, NULL, Double.POSITIVE_INFINITY}))
        .isInstanceOf(FeatureException.class)
        .hasMessageContaining("m2 (2 of 3 rows)")
        .hasMessageContaining("train.on_null = skip")
        .hasMessageContaining("train.on_null = mean");
  }

  @Test
  void skipLeavesTheRowOutAndMeanPutsTheMeanInItsPlace() {
    double[] gap = {1, NULL, 3};

    Fitted skipped = fit(Scale.NONE, OnNull.SKIP, gap);
    assertThat(skipped.matrix().values()).containsExactly(1f, 3f);
    assertThat(skipped.skipped()).isOne();
    assertThat(Encoded.encode(skipped.encoding(), "m1", gap).rowOf()).containsExactly(0, -1, 1);

    Fitted mean = fit(Scale.NONE, OnNull.MEAN, gap);
    assertThat(mean.matrix().values()).containsExactly(1f, 2f, 3f);
    assertThat(Encoded.encode(mean.encoding(), "m1", new double[] {NULL}).matrix().values())
        .containsExactly(2f);
  }

  /** So many that several threads encode them. */
  @Test
  void manyRowsAreEncodedInTheirOrderWithoutThoseThatLackAValue() {
    double[] numbers =
        IntStream.range(0, 200_000).mapToDouble(i -> i % 7 == 3 ? NULL : i).toArray();
    EncodedRows encoded =
        Encoded.encode(fit(Scale.NONE, OnNull.SKIP, numbers).encoding(), "m1", numbers);

    int next = 0;
    for (int i = 0; i < numbers.length; i++) {
      assertThat(encoded.rowOf()[i]).isEqualTo(i % 7 == 3 ? -1 : next);
      if (i % 7 != 3) {
        assertThat(encoded.matrix().at(next++, 0)).isEqualTo(i);
      }
    }
    assertThat(encoded.matrix().rows()).isEqualTo(next);
  }

  @Test
  void anIntegerColumnWithItsOwnValueInEachRowIsLeftOutAsAKey() {
    List<Feature> features =
        List.of(NumericFeature.of("number", false), NumericFeature.of("count", false));
    FeatureSelection selection =
        new FeatureSelection(features, Set.of("number", "count"), List.of());
    FeatureFitter fitter = new FeatureFitter(selection, Scale.NONE, OnNull.ERROR, Optional.empty());
    RowBatch first = Encoded.batch("number", new double[] {1, 2}, "count", new double[] {5, 5});
    RowBatch second = Encoded.batch("number", new double[] {3}, "count", new double[] {6});

    Fitted fitted = fitter.fit(Encoded.rows(first, second), (rows, width) -> {});

    assertThat(fitted.encoding().columns()).containsExactly("count");
    assertThat(fitted.leftOut()).extracting(LeftOut::column).containsExactly("number");
    assertThat(fitted.matrix()).extracting(Matrix::rows, Matrix::columns).containsExactly(3, 1);
  }

  @Test
  void aBasesScalingIsKeptForTheSameColumns() {
    FeatureEncoding base =
        new FeatureEncoding(
            Scale.STANDARD, OnNull.ERROR, List.of(new NumericFeature("M1", false, 10, 10, 5)));
    FeatureSelection selection =
        new FeatureSelection(List.of(NumericFeature.of("m1", false)), Set.of(), List.of());
    FeatureFitter fitter =
        new FeatureFitter(selection, Scale.MINMAX, OnNull.MEAN, Optional.of(base));

    Fitted fitted =
        fitter.fit(Encoded.rows(Encoded.batch("m1", new double[] {10, 20})), (rows, width) -> {});

    assertThat(fitted.matrix().values()).containsExactly(0f, 2f);
    assertThat(fitted.encoding().onNull()).isEqualTo(OnNull.MEAN);
  }

  @Test
  void noRowsAreAnError() {
    assertThatThrownBy(() -> fit(Scale.STANDARD, OnNull.ERROR, new double[] {}))
        .hasMessageContaining("the query returns no rows to train on");
    assertThatThrownBy(
            () -> fit(Scale.STANDARD, OnNull.SKIP, new double[] {NULL, 1}, new double[] {1, NULL}))
        .hasMessageContaining("every row has NULL");
  }

  @ParameterizedTest
  @EnumSource(OnNull.class)
  void aNamedColumnWithoutValuesIsAnErrorAtOnce(OnNull onNull) {
    assertThatThrownBy(
            () -> fit(Scale.STANDARD, onNull, new double[] {1, 2}, new double[] {NULL, NULL}))
        .hasMessage("m2 has no values: leave it out of COLUMN or of the query");
  }

  @ParameterizedTest
  @EnumSource(OnNull.class)
  void anUnnamedColumnWithoutValuesIsLeftOutAndNamed(OnNull onNull) {
    RowBatch batch =
        Encoded.batch("a", new double[] {1.5, 2}, "Unnamed: 32", new double[] {NULL, NULL});
    FeatureSelection selection =
        Encoded.choose("*", Encoded.schema(batch), Optional.empty(), ColumnFunctions.STANDARD);

    Fitted fitted =
        new FeatureFitter(selection, Scale.NONE, onNull, Optional.empty())
            .fit(Encoded.rows(batch), (rows, width) -> {});

    assertThat(fitted.leftOut()).containsExactly(new LeftOut("Unnamed: 32", "it has no values"));
    assertThat(fitted.matrix().values()).containsExactly(1.5f, 2f);
    assertThat(fitted.skipped()).isZero();
    assertThat(fitted.notes()).isEmpty();
  }

  @Test
  void theColumnThatMostRowsLackIsToBlameAndFollowingTheAdviceWorks() {
    double[] body = new double[20];
    double[] age = new double[20];
    double[] fare = new double[20];
    for (int i = 0; i < 20; i++) {
      body[i] = i % 10 == 0 ? i : NULL;
      age[i] = i % 5 == 0 ? NULL : 20 + i % 6;
      fare[i] = i % 7 / 2.0;
    }
    RowBatch batch = Encoded.batch("age", age, "body cm", body, "fare", fare);

    assertThatThrownBy(() -> fitAll("*", OnNull.ERROR, batch))
        .hasMessageStartingWith(
            "NULL, NaN or infinity in body cm (18 of 20 rows), age (4 of 20 rows).")
        .hasMessageContaining("skip would leave none of 20 rows, mostly because of body cm")
        .hasMessageContaining(
            "leave it out with COLUMN * EXCEPT (\"body cm\"), so that skip leaves 16 rows");
    assertThatThrownBy(() -> fitAll("*", OnNull.SKIP, batch))
        .hasMessageContaining("COLUMN * EXCEPT (\"body cm\"), so that skip leaves 16 rows");
    assertThatThrownBy(() -> fitAll("age, \"body cm\"", OnNull.ERROR, batch))
        .hasMessageContaining("leave \"body cm\" out of COLUMN");
    assertThat(fitAll("* EXCEPT (\"body cm\")", OnNull.SKIP, batch).matrix().rows()).isEqualTo(16);
    assertThat(fitAll("*", OnNull.MEAN, batch).notes())
        .containsExactly(
            "Filled in for missing values (train.on_null = mean): body cm in 18 of 20 rows (5),"
                + " age in 4 of 20 rows (22.125).");
  }

  private static Fitted fitAll(String clause, OnNull onNull, RowBatch batch) {
    FeatureSelection selection =
        Encoded.choose(clause, Encoded.schema(batch), Optional.empty(), ColumnFunctions.STANDARD);
    return new FeatureFitter(selection, Scale.STANDARD, onNull, Optional.empty())
        .fit(Encoded.rows(batch), (rows, width) -> {});
  }

  @Test
  void fewMissingValuesAreSkippedFilteredOrFilled() {
    double[] gap = {1, NULL, 3, 4};
    double[] other = {1, 2, 3, Double.POSITIVE_INFINITY};

    assertThatThrownBy(() -> fit(Scale.NONE, OnNull.ERROR, gap, other))
        .hasMessageContaining("skip, which leaves 2 of 4 rows")
        .hasMessageContaining("WHERE m1 IS NOT NULL AND m2 IS NOT NULL");
  }

  @ParameterizedTest
  @EnumSource(Scale.class)
  void aMissingTruthValueBecomesTheMostFrequentOne(Scale scale) {
    Fitted fitted = fit(scale, OnNull.MEAN, new double[] {0, 1, NULL, 1, 1, NULL});

    assertThat(fitted.matrix().at(2, 0)).isEqualTo(fitted.matrix().at(1, 0));
    assertThat(fitted.notes())
        .containsExactly(
            "Filled in for missing values (train.on_null = mean): m1 in 2 of 6 rows (1).");
    assertThat(fit(Scale.NONE, OnNull.MEAN, new double[] {0, 1, 0.4, NULL}).matrix().at(3, 0))
        .isCloseTo(1.4f / 3, within(1e-6f));
  }

  @Test
  void categoriesOfWhichMostAreInOneRowAreWarnedOf() {
    String[] keys = IntStream.range(0, 40).mapToObj(i -> "K" + i).toArray(String[]::new);
    String[] groups = IntStream.range(0, 40).mapToObj(i -> "G" + i % 20).toArray(String[]::new);
    double[] numbers = IntStream.range(0, 40).asDoubleStream().toArray();

    assertThat(fitAll("INDICATOR(k)", OnNull.ERROR, Encoded.batch("k", keys)).notes())
        .singleElement()
        .asString()
        .startsWith("k has 40 values in 40 rows: each is in one row only, so INDICATOR(k)");
    assertThat(fitAll("CATEGORY_ID(n, 50)", OnNull.ERROR, Encoded.batch("n", numbers)).notes())
        .singleElement()
        .asString()
        .startsWith("n has 40 values in 40 rows");
    assertThat(fitAll("INDICATOR(k)", OnNull.ERROR, Encoded.batch("k", groups)).notes()).isEmpty();
  }
}
