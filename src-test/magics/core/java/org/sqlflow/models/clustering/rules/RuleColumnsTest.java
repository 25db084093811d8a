package org.sqlflow.models.clustering.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sqlflow.data.Matrix;
import org.sqlflow.features.BucketFeature;
import org.sqlflow.features.CategoryHashFeature;
import org.sqlflow.features.IndicatorFeature;
import org.sqlflow.features.NumericFeature;
import org.sqlflow.features.OnNull;
import org.sqlflow.features.WeightedFeature;
import org.sqlflow.features.encoding.FeatureEncoding;
import org.sqlflow.features.scale.Scale;
import org.sqlflow.models.ModelException;

class RuleColumnsTest {
  private static final IndicatorFeature MONTH = new IndicatorFeature("month", months(), 0.5);

  private static Map<String, Integer> months() {
    Map<String, Integer> months = new LinkedHashMap<>();
    List.of("Feb", "May", "Nov").forEach(month -> months.put(month, months.size()));
    return months;
  }

  private static FeatureEncoding encoding(OnNull onNull) {
    return new FeatureEncoding(
        Scale.STANDARD,
        onNull,
        List.of(
            new WeightedFeature(new NumericFeature("revenue", false, 50, 50, 25), 2),
            new NumericFeature("visits", true, 1, 1, 0.5),
            MONTH,
            new BucketFeature("age", false, List.of(18.0, 65.0), 40),
            new CategoryHashFeature("city", 5)));
  }

  private static RuleTree.Step step(Condition condition, boolean holds) {
    return new RuleTree.Step(condition, holds);
  }

  @ParameterizedTest
  @CsvSource({
    "3, 4, 4",
    "3, 9, 6",
    "1.9, 3, 2.5",
    "0, 1, 1",
    "119.4, 121.1, 120",
    "0.091, 0.092, 0.0915",
    "-3, -2, -2",
    "1000, 2000, 1500",
    "0.1, 100, 50"
  })
  void thresholdsHaveAsFewDigitsAsPossible(double below, double above, double threshold) {
    RoundNumbers numbers = new RoundNumbers(x -> (float) ((x - 7) / 3), e -> e * 3 + 7);

    float encoded = numbers.between((float) ((below - 7) / 3), (float) ((above - 7) / 3));

    assertThat(numbers.shortest(encoded)).isEqualTo(threshold);
  }

  @Test
  void thresholdsAlwaysDivideNeighbours() {
    RoundNumbers numbers = new RoundNumbers(x -> (float) x, e -> e);
    for (float below : new float[] {1e-30f, 1, 16777216, -5e20f, 0.1f}) {
      float above = Math.nextUp(below);
      assertThat(numbers.between(below, above)).isEqualTo(above);
      assertThat((float) numbers.shortest(above)).isEqualTo(above);
    }
  }

  @Test
  void rulesAreInTheUnitsOfTheColumns() {
    RuleColumns columns = RuleColumns.of(encoding(OnNull.ERROR));
    float hundred = 2 * (100 - 50) / 25f;
    float three = (float) ((Math.log1p(3) - 1) / 0.5);

    Rule rule =
        columns.rule(
            List.of(
                step(new Condition.Below(0, hundred), false),
                step(new Condition.Below(1, three), true),
                step(new Condition.Among(2, List.of(0, 2)), true),
                step(new Condition.Among(2, List.of(0)), false),
                step(new Condition.Below(3, 2), true)),
            1);

    assertThat(rule.predicates())
        .containsExactly(
            new Predicate.Range("revenue", OptionalDouble.of(100), OptionalDouble.empty(), false),
            new Predicate.Range("visits", OptionalDouble.empty(), OptionalDouble.of(3), false),
            new Predicate.OneOf("month", List.of("Nov"), true, false, List.of("Feb", "May", "Nov")),
            new Predicate.Range("age", OptionalDouble.empty(), OptionalDouble.of(65), false));
    assertThat(rule.conditions()).isEqualTo(4);
    assertThat(RuleWords.of(rule))
        .isEqualTo(
            "revenue is 100 or more and visits is below 3 and month is Nov and age is below 65");
    assertThat(columns.unused()).containsExactly("CATEGORY_HASH(city, 5)");
  }

  @Test
  void truthValuesAreSaidAsSuch() {
    NumericFeature vip = new NumericFeature("vip", false, 0, 0, 1, "", true);
    RuleColumns columns =
        RuleColumns.of(new FeatureEncoding(Scale.NONE, OnNull.MEAN, List.of(vip)));
    Condition below = new Condition.Below(0, 1);

    assertThat(RuleWords.of(columns.rule(List.of(step(below, true)), 0)))
        .isEqualTo("vip is false or missing");
    assertThat(RuleWords.of(columns.rule(List.of(step(below, false)), 0))).isEqualTo("vip is true");
  }

  @Test
  void whatIsMissingGoesWhereItsReplacementGoes() {
    RuleColumns columns = RuleColumns.of(encoding(OnNull.MEAN));
    Condition hundred = new Condition.Below(0, 2 * (100 - 50) / 25f);
    Condition november = new Condition.Among(2, List.of(2));

    assertThat(columns.rule(List.of(step(hundred, true)), 0).predicates().get(0).orMissing())
        .isTrue();
    assertThat(columns.rule(List.of(step(hundred, false)), 0).predicates().get(0).orMissing())
        .isFalse();
    assertThat(columns.rule(List.of(step(november, true)), 0).predicates().get(0).orMissing())
        .isFalse();
    assertThat(columns.rule(List.of(step(november, false)), 0).predicates().get(0).orMissing())
        .isTrue();
  }

  @Test
  void encodedRowsAreReadAsTheyWereWritten() {
    RuleColumns columns = RuleColumns.of(encoding(OnNull.ERROR));
    float[] row = {4, 0, 0, 0, 0.5f, 0, 0, 1, 0, 0, 0, 1, 0, 0};

    RuleRows rows = columns.rows(new Matrix(1, 14, row));

    assertThat(((RuleRows.Values.Numbers) rows.columns().get(0)).values()).containsExactly(4);
    assertThat(((RuleRows.Values.Categories) rows.columns().get(2)).codes()).containsExactly(2);
    assertThat(((RuleRows.Values.Numbers) rows.columns().get(3)).values()).containsExactly(1);
  }

  @Test
  void aColumnAndItsRangesAreOneColumn() {
    FeatureEncoding encoding =
        new FeatureEncoding(
            Scale.STANDARD,
            OnNull.ERROR,
            List.of(
                new BucketFeature("age", false, List.of(18.0), 40),
                new NumericFeature("age", false, 40, 40, 10),
                new NumericFeature("AGE", true, 3, 3, 1)));
    RuleColumns columns = RuleColumns.of(encoding);

    assertThat(columns.rows(new Matrix(1, 4, new float[4])).columns()).hasSize(1);
    assertThat(columns.unused()).isEmpty();
  }

  @Test
  void storedColumnsReadBack() {
    RuleColumns columns = RuleColumns.of(encoding(OnNull.MEAN));
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    columns.write(json);

    RuleColumns again = RuleColumns.restore(json, 14);

    List<RuleTree.Step> steps =
        List.of(
            step(new Condition.Below(0, 4), false), step(new Condition.Among(2, List.of(1)), true));
    assertThat(again.rule(steps, 0)).isEqualTo(columns.rule(steps, 0));
    assertThatThrownBy(() -> RuleColumns.restore(json, 6)).isInstanceOf(ModelException.class);
  }

  @Test
  void datesThatAreComparedHaveThresholdsThatReadBack() {
    Map<String, Integer> days = Map.of("2024-01-10", 0, "2024-02-20", 1, "2024-03-05", 2);
    IndicatorFeature day = new IndicatorFeature("day", days, 0.5, true);
    RuleColumns columns =
        RuleColumns.of(new FeatureEncoding(Scale.NONE, OnNull.MEAN, List.of(day)));
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    columns.write(json);

    RuleColumns again = RuleColumns.restore(json, 4);

    Condition february = new Condition.Below(0, 1);
    Condition known = new Condition.Below(0, 3);
    assertThat(again.allows(february)).isTrue();
    assertThat(again.allows(known)).isTrue();
    assertThat(again.allows(new Condition.Below(0, 4))).isFalse();
    assertThat(again.allows(new Condition.Among(0, List.of(1)))).isFalse();
    assertThat(RuleWords.of(again.rule(List.of(step(february, true)), 0)))
        .isEqualTo("day is before 2024-02-01");
    assertThat(RuleWords.of(again.rule(List.of(step(february, false), step(known, true)), 0)))
        .isEqualTo("day is 2024-02-01 or later");
    assertThat(RuleWords.of(again.rule(List.of(step(known, false)), 0)))
        .isEqualTo("day is missing");
  }

  @Test
  void sentencesSayRangesTruthsAndLongLists() {
    assertThat(
            RuleWords.of(
                new Predicate.Range("m", OptionalDouble.of(1.5), OptionalDouble.of(4), true)))
        .isEqualTo("m is from 1.5 to below 4 or missing");
    assertThat(RuleWords.of(new Predicate.Truth("vip", false, false))).isEqualTo("vip is false");
    assertThat(
            RuleWords.of(new Predicate.OneOf("c", List.of("a", " ", "b"), false, false, List.of())))
        .isEqualTo("c is not a, ' ' or b");
    assertThat(
            RuleWords.of(
                new Predicate.OneOf(
                    "c", List.of("1", "2", "3", "4", "5", "6", "7", "8"), true, false, List.of())))
        .isEqualTo("c is 1, 2, 3, 4, 5, 6 or one of 2 more");
    assertThat(RuleWords.of(new Rule(0, List.of()))).isEqualTo("all rows");
  }

  @Test
  void eachGroupHasAShortConditionOfItsOwn() {
    SplittableRandom random = new SplittableRandom(1);
    float[] x = new float[2000];
    float[] y = new float[2000];
    int[] groups = new int[2000];
    for (int row = 0; row < 2000; row++) {
      x[row] = random.nextInt(100);
      y[row] = random.nextInt(100);
      groups[row] = x[row] >= 40 && x[row] < 60 && y[row] < 50 ? 1 : 0;
    }
    RuleColumns columns = RuleColumns.ofNumbers(List.of("x", "y"));
    RuleRows rows =
        new RuleRows(2000, List.of(new RuleRows.Values.Numbers(x), new RuleRows.Values.Numbers(y)));

    List<GroupRules.GroupRule> found = GroupRules.of(rows, groups, 2, columns, () -> {});

    assertThat(found).hasSize(2);
    GroupRules.GroupRule one = found.get(1);
    assertThat(one.rule().conditions()).isBetween(2, GroupRules.MOST_CONDITIONS);
    assertThat(one.precision()).isGreaterThan(0.9);
    assertThat(one.coverage()).isGreaterThan(0.9);
  }
}
