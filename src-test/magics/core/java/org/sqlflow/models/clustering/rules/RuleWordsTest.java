package org.sqlflow.models.clustering.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleWordsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "revenue | 1500000 | revenue is 1,500,000 or more",
        "revenue | -1234.5 | revenue is -1,234.5 or more",
        "revenue | 0.25 | revenue is 0.25 or more",
        "born | 1987 | born is 1987 or more",
        "spend | 2680 | spend is 2,680 or more",
        "spend | 1987.5 | spend is 1,987.5 or more",
        "year | 1650 | year is 1650 or more",
        "zip_code | 80331 | zip_code is 80331 or more",
        "mass | 1e20 | mass is 1.0E20 or more",
        "mass | 1e-9 | mass is 1.0E-9 or more"
      })
  void bordersAreWrittenAsPeopleWriteNumbers(String column, double least, String words) {
    assertThat(
            RuleWords.of(
                new Predicate.Range(
                    column, OptionalDouble.of(least), OptionalDouble.empty(), false)))
        .isEqualTo(words);
  }

  @Test
  void whatIsFilledInForMissingValuesIsNotSaidOfEachCondition() {
    Rule rule =
        new Rule(
            0,
            List.of(
                new Predicate.Range("spend", OptionalDouble.of(5), OptionalDouble.empty(), true),
                new Predicate.Truth("active", true, true)));

    assertThat(RuleWords.of(rule))
        .isEqualTo("spend is 5 or more or missing and active is true or missing");
    assertThat(RuleWords.ofKnown(rule)).isEqualTo("spend is 5 or more and active is true");
    assertThat(RuleWords.fillsIn(rule)).isTrue();
    assertThat(RuleWords.fillsIn(new Rule(0, List.of(new Predicate.Truth("active", true, false)))))
        .isFalse();
  }

  private static String words(boolean isIn, boolean orMissing, String... values) {
    return RuleWords.of(
        new Predicate.OneOf("city", List.of(values), isIn, orMissing, List.of(values)));
  }

  @Test
  void aTextWhoseBlanksNobodyWouldSeeIsInQuotes() {
    assertThat(words(true, false, "Bern", "Basel ", "", "two\nlines"))
        .isEqualTo("city is Bern, 'Basel ', '' or two\u21b5lines");
  }

  @Test
  void whatIsMissingIsNotTakenForOneOfTheValues() {
    assertThat(words(false, true, "Bern")).isEqualTo("city is missing or not Bern");
    assertThat(words(false, true, "Bern", "Basel"))
        .isEqualTo("city is missing or not Bern or Basel");
    assertThat(words(true, true, "Bern")).isEqualTo("city is Bern or missing");
    assertThat(words(false, false, "Bern")).isEqualTo("city is not Bern");
  }
}
