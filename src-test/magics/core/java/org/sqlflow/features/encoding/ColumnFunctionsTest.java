package org.sqlflow.features.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlflow.data.BufferedRows;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.RowBatch;
import org.sqlflow.features.BucketFeature;
import org.sqlflow.features.DenseFeature;
import org.sqlflow.features.Feature;
import org.sqlflow.features.FeatureException;
import org.sqlflow.features.IndicatorFeature;
import org.sqlflow.features.NumericFeature;
import org.sqlflow.features.OnNull;
import org.sqlflow.features.scale.Scale;
import org.sqlflow.features.scale.Scaling;

class ColumnFunctionsTest {
  private static final double NULL = Double.NaN;

  private static Encoded train(String clause, Object... namesAndValues) {
    return Encoded.train(clause, OnNull.ERROR, namesAndValues);
  }

  @Test
  void logKeepsTheSignAndTamesAmounts() {
    Encoded encoded = train("LOG(amount)", "amount", new double[] {Math.E - 1, 0, 1 - Math.E});

    assertThat(encoded.names()).containsExactly("LOG(amount)");
    assertThat(encoded.rows()).isDeepEqualTo(new float[][] {{1}, {0}, {-1}});
  }

  @Test
  void logStandsBeforeTheScaling() {
    FeatureEncoding encoding =
        new FeatureEncoding(
            Scale.STANDARD, OnNull.MEAN, List.of(new NumericFeature("a", true, 3, 1, 2)));

    float[] values =
        Encoded.encode(encoding, "a", new double[] {Math.E - 1, NULL}).matrix().values();

    assertThat(values).containsExactly(0, 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "BUCKET(age, [18, 65])",
        "BUCKET(NUMERIC(age), [18, 65])",
        "bucket(DENSE(age, 1), [18., 65])",
        "INDICATOR(BUCKET(age, [18, 65]))"
      })
  void aBucketIsOneOfOneMoreRangesThanBounds(String clause) {
    Encoded encoded = train(clause, "age", new double[] {-4, 17.9, 18, 64, 65, 1e9});

    assertThat(encoded.names()).containsExactly("age<18", "18<=age<65", "65<=age");
    assertThat(encoded.rows())
        .isDeepEqualTo(
            new float[][] {{1, 0, 0}, {1, 0, 0}, {0, 1, 0}, {0, 1, 0}, {0, 0, 1}, {0, 0, 1}});
  }

  @Test
  void aBucketOfALogarithmHasItsBoundsThere() {
    Encoded encoded = train("BUCKET(LOG(age), [0.5])", "age", new double[] {0.6, 0.7});

    assertThat(encoded.names()).containsExactly("LOG(age)<0.5", "0.5<=LOG(age)");
    assertThat(encoded.rows()).isDeepEqualTo(new float[][] {{1, 0}, {0, 1}});
  }

  @Test
  void anIndicatorHasTheTrainingsCategoriesInOrderAndOneForOthers() {
    Encoded encoded = train("INDICATOR(month)", "month", new String[] {"May", "Feb", "May"});

    assertThat(encoded.names()).containsExactly("month=Feb", "month=May", "month=other");
    assertThat(encoded.rows()).isDeepEqualTo(new float[][] {{0, 1, 0}, {1, 0, 0}, {0, 1, 0}});
    assertThat((Object) encoded.predict((Object) new String[] {"Dec", "Feb"}))
        .isEqualTo(new float[][] {{0, 0, 1}, {1, 0, 0}});
  }

  @Test
  void categoriesThatAreNumbersStandInTheirOrderAndAreOneInAllTypes() {
    Encoded encoded = train("INDICATOR(browser)", "browser", new double[] {10, 9, -1.5});

    assertThat(encoded.names())
        .containsExactly("browser=-1.5", "browser=9", "browser=10", "browser=other");
    assertThat((Object) encoded.predict((Object) new String[] {"9"}))
        .isEqualTo(new float[][] {{0, 1, 0, 0}});
  }

  @Test
  void aCategoryMayBeCalledOtherOrBeEmpty() {
    assertThat(train("INDICATOR(c)", "c", new String[] {"other", ""}).names())
        .containsExactly("c=''", "c=other", "c=(other)");
  }

  @Test
  void tooManyCategoriesAreRefused() {
    String[] names = IntStream.range(0, 1001).mapToObj(i -> "n" + i).toArray(String[]::new);

    assertThatThrownBy(() -> train("INDICATOR(name)", "name", names))
        .isInstanceOf(FeatureException.class)
        .hasMessage(
            "INDICATOR(name) has more than 1,000 categories in 1,001 rows: use CATEGORY_HASH(name,"
                + " 1000), or BUCKET for ranges of numbers");
    assertThat(train("INDICATOR(name)", "name", Arrays.copyOf(names, 1000)).names()).hasSize(1001);
  }

  @Test
  void idsAreTheirPlaces() {
    Encoded encoded = train("CATEGORY_ID(region, 3)", "region", new double[] {2, 0});

    assertThat(encoded.names()).containsExactly("region=0", "region=1", "region=2");
    assertThat(encoded.rows()).isDeepEqualTo(new float[][] {{0, 0, 1}, {1, 0, 0}});
  }

  @ParameterizedTest
  @CsvSource({"3, 3", "-1, -1", "0.5, 0.5", "1e300, 1.0E300"})
  void aNumberThatIsNoIdIsCountedAndNamed(double wrong, String shown) {
    String message =
        "column region contains "
            + shown
            + ", but CATEGORY_ID(region, 3) takes whole numbers from 0 to 2 (CATEGORY_HASH(region,"
            + " 3) takes any value)";
    Encoded encoded = train("CATEGORY_ID(region, 3)", "region", new double[] {0, 1});

    assertThatThrownBy(
            () -> train("CATEGORY_ID(region, 3)", "region", new double[] {0, 2, wrong, 9}))
        .hasMessage(message + "; 2 of 4 rows have such values, first in row 3");
    assertThatThrownBy(() -> encoded.predict(new double[] {0, wrong})).hasMessage(message);
  }

  @Test
  void aSparseVectorHasWhatItsTextNames() {
    String[] words = {"0,2", "", "3:0.5,0", " [2, 2] ", null};
    Encoded encoded = Encoded.train("SPARSE(words, 4)", OnNull.MEAN, "words", words);

    assertThat(encoded.names()).containsExactly("words#0", "words#1", "words#2", "words#3");
    assertThat(encoded.rows())
        .isDeepEqualTo(
            new float[][] {
              {1, 0, 1, 0}, {0, 0, 0, 0}, {1, 0, 0, 0.5f}, {0, 0, 2, 0}, {0, 0, 0, 0}
            });
    assertThat(train("SPARSE(v, 3)", "v", new double[][] {{0, 2}, {}}).rows())
        .isDeepEqualTo(new float[][] {{1, 0, 1}, {0, 0, 0}});
    assertThat(
            train(
                    "CATEGORY_ID(SPARSE(words, 9, '-', \"int\", '=', \"float\"), 3)",
                    "words",
                    new String[] {"1=2-2=4"})
                .rows())
        .isDeepEqualTo(new float[][] {{0, 2, 4}});
    assertThat(train("CATEGORY_ID(words, 3, SPACE)", "words", new String[] {"1  2"}).rows())
        .isDeepEqualTo(new float[][] {{0, 1, 1}});
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"4", "-1", "1.5", "a", "1:x", "1:NaN"})
  void aPlaceThatIsNoneIsCountedAndNamed(String wrong) {
    assertThatThrownBy(() -> train("SPARSE(words, 4)", "words", new String[] {"1", wrong, "2"}))
        .hasMessage(
            "column words contains '"
                + wrong
                + "', but SPARSE(words, 4) takes places from 0 to 3; 1 of 3 rows have such values,"
                + " first in row 2");
  }

  @Test
  void anEmbeddingHasTheNumberOfItsCategoryOrTheVectorOfSeveral() {
    Encoded one = train("EMBEDDING(city, 8)", "city", new String[] {"Rom", "Bern", "Rom"});

    assertThat(one.names()).containsExactly("city");
    assertThat(one.rows()).isDeepEqualTo(new float[][] {{1}, {0}, {1}});
    assertThat((Object) one.predict((Object) new String[] {"Genf"})).isEqualTo(new float[][] {{2}});
    assertThat(
            Encoded.train(
                    "EMBEDDING(CATEGORY_ID(c, 9), 2)",
                    OnNull.MEAN,
                    "c",
                    new double[] {7, Double.NaN})
                .rows())
        .isDeepEqualTo(new float[][] {{7}, {-1}});
    assertThat(train("EMBEDDING(SPARSE(w, 3), 2, sum)", "w", new String[] {"0,2"}).rows())
        .isDeepEqualTo(new float[][] {{1, 0, 1}});
  }

  @Test
  void hashesAreTheSameOnEveryMachine() {
    // MurmurHash3_x86_32 of "hello" with seed 0 is 0x248bfa47, of "" 0, of "π" 0xf1954df6.
    Encoded encoded =
        train(
            "CATEGORY_HASH(word, 1000)",
            "word",
            new String[] {"hello", "", "π", "Zürich \uD83D\uDE00"});

    assertThat(encoded.names()).hasSize(1000).startsWith("word#0", "word#1");
    assertThat(places(encoded.rows()))
        .containsExactly((int) (0x248bfa47L % 1000), 0, (int) (0xf1954df6L % 1000), 77);
  }

  @Test
  void aCrossIsOneCategoryForEachCombination() {
    Encoded encoded =
        train(
            "CROSS([city, BUCKET(age, [18, 65]), vip], 1000)",
            "city",
            new String[] {"Rome", "Rome", "Oslo", "Rome"},
            "age",
            new double[] {20, 70, 20, 64},
            "vip",
            new double[] {1, 1, 1, 1});

    List<Integer> places = places(encoded.rows());
    assertThat(encoded.names().get(7)).isEqualTo("city x BUCKET(age, [18, 65]) x vip#7");
    assertThat(places.get(0)).isEqualTo(places.get(3));
    assertThat(places.subList(0, 3)).doesNotHaveDuplicates();
    assertThat(places).isEqualTo(CROSSED);
  }

  /**
   * As another implementation of the hash gives it; must never change, or stored models would
   * predict something else.
   */
  private static final List<Integer> CROSSED = List.of(194, 154, 654, 194);

  private static List<Integer> places(float[][] rows) {
    return Arrays.stream(rows)
        .map(row -> IntStream.range(0, row.length).filter(i -> row[i] == 1).boxed().toList())
        .peek(ones -> assertThat(ones).hasSize(1))
        .map(ones -> ones.get(0))
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "DENSE(v, 3) | 1,2.5,-3e2",
        "DENSE(v, 3, COMMA) | ~ [1, 2.5, -300] ~",
        "DENSE(v, [3, 1], ';') | 1;2.5;-300",
        "DENSE(v, 3, ' ') | ~ 1   2.5 -300 ~",
        "DENSE(v, 3, ' / ') | 1 / 2.5 / -300",
      })
  void aVectorMayStandInAText(String clause, String text) {
    Encoded encoded = train(clause.strip(), "v", new String[] {text});

    assertThat(encoded.names()).containsExactly("v[1]", "v[2]", "v[3]");
    assertThat(encoded.rows()).isDeepEqualTo(new float[][] {{1, 2.5f, -300}});
  }

  @Test
  void aVectorMayBeAListAndEachOfItsNumbersIsScaledByItself() {
    FeatureSelection selection =
        new FeatureSelection(
            List.of(DenseFeature.of("v", 2, ",")), Collections.emptySet(), List.of());
    FeatureFitter fitter =
        new FeatureFitter(selection, Scale.MINMAX, OnNull.ERROR, java.util.Optional.empty());
    BufferedRows rows =
        Encoded.rows(
            Encoded.batch("v", new double[][] {{1, 100}, {3, 300}}),
            Encoded.batch("v", new double[][] {{2, 500}}));

    assertThat(fitter.fit(rows, (n, width) -> {}).matrix().values())
        .containsExactly(0, 0, 1, 0.5f, 0.5f, 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1,2,3,4", "1,2", "1,x,3", "", "1,,3"})
  void aValueThatIsNoSuchVectorIsCountedAndNamed(String wrong) {
    String message = "column v contains '" + wrong + "', but DENSE(v, 3) takes 3 numbers";
    String right = "1,2,3";

    assertThatThrownBy(
            () -> train("DENSE(v, 3)", "v", new String[] {right, right, wrong, right, "?"}))
        .hasMessage(message + "; 2 of 5 rows have such values, first in row 3");
    Encoded encoded = train("DENSE(v, 3)", "v", new String[] {right});
    assertThatThrownBy(() -> encoded.predict((Object) new String[] {wrong})).hasMessage(message);
    assertThatThrownBy(() -> encoded.predict((Object) new double[][] {{1, 2}}))
        .hasMessage("column v contains '[1.0, 2.0]', but DENSE(v, 3) takes 3 numbers");
  }

  @Test
  void aMissingCategoryIsAnErrorThatCounts() {
    assertThatThrownBy(
            () ->
                train(
                    "INDICATOR(month), CATEGORY_HASH(month, 9), CROSS([month, day], 9)",
                    "month",
                    new String[] {"Feb", null, null},
                    "day",
                    new double[] {1, 2, NULL}))
        .hasMessageContaining("NULL, NaN or infinity in month (2 of 3 rows), day (1 of 3 rows).");
  }

  @Test
  void skipLeavesOutARowWithoutItsCategory() {
    Encoded encoded =
        Encoded.train(
            "INDICATOR(month), DENSE(v, 2)",
            OnNull.SKIP,
            "month",
            new String[] {"Feb", null, "May", "Jul"},
            "v",
            new double[][] {{1, 2}, {1, 2}, {1, NULL}, null});

    assertThat(encoded.names()).startsWith("month=Feb", "month=other", "v[1]");
    assertThat(encoded.rows()).isDeepEqualTo(new float[][] {{1, 0, 1, 2}});
  }

  @Test
  void meanPutsAMissingCategoryAmongTheOthersOrNowhere() {
    Encoded encoded =
        Encoded.train(
            "INDICATOR(month), CATEGORY_ID(n, 2), BUCKET(n, [0.4, 0.9]), CROSS([month, n], 1),"
                + " DENSE(v, 1)",
            OnNull.MEAN,
            "month",
            new String[] {"Feb", null},
            "n",
            new double[] {1, NULL},
            "v",
            new String[] {"4", null});

    assertThat(encoded.rows())
        .isDeepEqualTo(new float[][] {{1, 0, 0, 1, 0, 0, 1, 1, 4}, {0, 1, 0, 0, 0, 0, 1, 0, 4}});
  }

  @Test
  void theOnesOfCategoriesAreNotScaled() {
    FeatureEncoding encoding =
        new FeatureEncoding(
            Scale.STANDARD, OnNull.ERROR, List.of(new BucketFeature("a", false, List.of(0.0), 0)));

    assertThat(Encoded.encode(encoding, "a", new double[] {-1, 1}).matrix().values())
        .containsExactly(1, 0, 0, 1);
  }

  @Test
  void measuresAreTheQuerysOwnNumbersHoweverTheyAreScaled() {
    FeatureEncoding encoding =
        new FeatureEncoding(
            Scale.STANDARD,
            OnNull.MEAN,
            List.of(
                new NumericFeature("n", false, 0, 1e9, 1e9),
                new NumericFeature("n", true, 0, 20, 1),
                new DenseFeature("v", 2, ",", List.of(new Scaling(0, 1, 2), new Scaling(0, 3, 4))),
                new BucketFeature("n", false, List.of(1e9), 0)));
    RowBatch batch =
        Encoded.batch(
            "n", new double[] {7, 0.1, NULL, 2e9}, "v", new String[] {"7,7", "5,6", null, "7,8"});
    Map<Integer, double[]> measures = new LinkedHashMap<>();

    encoding.measures(batch, 1, 4, measures::put);

    assertThat(measures.keySet()).containsExactly(0, 1, 2, 3);
    assertThat(measures.get(0)).containsExactly(0.1, NULL, 2e9);
    assertThat(measures.get(1)).containsExactly(Math.log1p(0.1), NULL, Math.log1p(2e9));
    assertThat(measures.get(2)).containsExactly(5, NULL, 7);
    assertThat(measures.get(3)).containsExactly(6, NULL, 8);
    assertThat(encoding.meanings())
        .containsExactly(
            Feature.Meaning.MEASURE,
            Feature.Meaning.LOGARITHM,
            Feature.Meaning.MEASURE,
            Feature.Meaning.MEASURE,
            Feature.Meaning.SHARE,
            Feature.Meaning.SHARE);
    assertThat(encoding.featureNames()).startsWith("n", "LOG(n)", "v[1]", "v[2]", "n<1000000000");
    assertThat(encoding.sources()).containsExactly("n", "n", "v", "v", "n", "n");
  }

  @Test
  void measuresNeedLittleOfWhatIsRead() {
    FeatureEncoding encoding =
        train("INDICATOR(city), m", "CITY", new String[] {"Bern", "Rome"}, "M", new double[] {1, 2})
            .encoding();

    assertThat(encoding.measureReads(List.of(ColumnRead.texts("CITY"), ColumnRead.numbers("M"))))
        .containsExactly(ColumnRead.numbers("M"));
  }

  @Test
  void noTwoFeaturesHaveOneName() {
    Encoded encoded = train("INDICATOR(n), CATEGORY_ID(n, 2)", "n", new double[] {0, 1});

    assertThat(encoded.names()).containsExactly("n=0", "n=1", "n=other", "n=0 (2)", "n=1 (2)");
    assertThat(encoded.encoding().columns()).containsExactly("n");
    assertThat(encoded.encoding().functions()).containsExactly("INDICATOR(n)", "CATEGORY_ID(n, 2)");
  }

  @Test
  void aBaseKeepsItsCategories() {
    FeatureEncoding base =
        train("INDICATOR(month)", "month", new String[] {"Feb", "May"}).encoding();
    FeatureSelection selection =
        new FeatureSelection(
            List.of(IndicatorFeature.of("MONTH")), Collections.emptySet(), List.of());
    FeatureFitter fitter =
        new FeatureFitter(selection, Scale.NONE, OnNull.ERROR, java.util.Optional.of(base));
    BufferedRows rows = Encoded.rows(Encoded.batch("month", new String[] {"Dec", "May"}));

    assertThat(fitter.fit(rows, (n, width) -> {}).encoding().featureNames())
        .containsExactly("month=Feb", "month=May", "month=other");
  }

  @Test
  void manyRowsAreEncodedAsFew() {
    double[] many = IntStream.range(0, 1000).mapToDouble(i -> i).toArray();
    Encoded encoded = train("m, BUCKET(m, [500])", "m", many);

    float[][] rows = encoded.rows();
    for (int row = 0; row < many.length; row++) {
      assertThat(rows[row]).containsExactly(row, row < 500 ? 1 : 0, row < 500 ? 0 : 1);
    }
  }
}
