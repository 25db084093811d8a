package org.sqlflow.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sqlflow.features.SourceColumn.Kind;
import org.sqlflow.syntax.Name;
import org.sqlflow.syntax.Position;
import org.sqlflow.syntax.SqlflowParser;
import org.sqlflow.syntax.Statement;

class FeatureSelectionTest {
  private static final List<SourceColumn> OFFERED =
      List.of(
          new SourceColumn("cust_id", Kind.WHOLE, "INTEGER"),
          new SourceColumn("m1", Kind.REAL, "DOUBLE"),
          new SourceColumn("m2", Kind.WHOLE, "BIGINT"),
          new SourceColumn("vip", Kind.BOOLEAN, "BOOLEAN"),
          new SourceColumn("city", Kind.TEXT, "VARCHAR"),
          new SourceColumn("day", Kind.TIME, "DATE"),
          new SourceColumn("readings", Kind.LIST, "DOUBLE[]"));

  private static List<String> chosen(String columnClause) {
    return choose(columnClause).features().stream().map(Feature::text).toList();
  }

  private static FeatureSelection choose(String columnClause) {
    Statement.Train train =
        (Statement.Train)
            SqlflowParser.parse("SELECT 1 TO TRAIN x " + columnClause + " INTO m").get(0);
    return FeatureSelection.choose(train.columns(), OFFERED, train.label());
  }

  @Test
  void withoutColumnEveryNumberAndTruthValueIsAFeature() {
    FeatureSelection selection = choose("");

    assertThat(selection.features()).extracting(Feature::text).containsExactly("m1", "m2", "vip");
    assertThat(selection.mayBeKeys()).containsExactly("m2");
    assertThat(selection.leftOut())
        .containsExactly(
            new LeftOut("cust_id", "a key by its name; COLUMN can name it to have it in"),
            new LeftOut("city", "VARCHAR, not a number; INDICATOR(city) in COLUMN has it in"),
            new LeftOut("day", "DATE, not a number; make it one in the query to have it in"),
            new LeftOut(
                "readings", "DOUBLE[], not a number; DENSE(readings, n) in COLUMN has it in"));
  }

  @Test
  void theLabelIsNoFeature() {
    assertThat(chosen("LABEL m1")).containsExactly("m2", "vip");
  }

  @Test
  void columnGivesExactlyItsColumnsInItsOrder() {
    FeatureSelection selection = choose("COLUMN m2, CUST_ID, m1");

    assertThat(selection.features())
        .extracting(Feature::text)
        .containsExactly("m2", "cust_id", "m1");
    assertThat(selection.mayBeKeys()).isEmpty();
  }

  @Test
  void aStarMayLeaveColumnsOut() {
    assertThat(chosen("COLUMN * EXCEPT (m2)")).containsExactly("m1", "vip");
    assertThat(chosen("COLUMN *, cust_id")).containsExactly("m1", "m2", "vip", "cust_id");
    assertThat(choose("COLUMN *, cust_id").leftOut())
        .extracting(LeftOut::column)
        .containsExactly("city", "day", "readings");
    assertThat(choose("COLUMN *, INDICATOR(city)").leftOut())
        .extracting(LeftOut::column)
        .containsExactly("cust_id", "day", "readings");
  }

  @Test
  void aColumnThatIsNotThereIsNamedWithTheNearest() {
    assertThatThrownBy(() -> choose("COLUMN m1, citi"))
        .isInstanceOfSatisfying(
            FeatureException.class,
            error -> assertThat(error.position().map(Position::column)).contains(32))
        .hasMessage("the query has no column citi; did you mean city?");
    assertThatThrownBy(() -> choose("COLUMN * EXCEPT (mm2)"))
        .hasMessage("the query has no column mm2; did you mean m2?");
  }

  @Test
  void aTextColumnIsRefusedWithWhatToDo() {
    assertThatThrownBy(() -> choose("COLUMN m1, city"))
        .hasMessage(
            "column city is VARCHAR, and a model takes numbers: INDICATOR(city) gives each of its"
                + " values a feature, CATEGORY_HASH(city, 100) is for many values");
  }

  @Test
  void aPatternTakesEveryColumnWhoseWholeNameItMatches() {
    assertThat(chosen("COLUMN \"M[0-9]+\"")).containsExactly("m1", "m2");
    assertThat(chosen("COLUMN \"m\", m1".replace("\"m\"", "\"m.\""))).containsExactly("m1", "m2");
    assertThat(chosen("COLUMN \"m.\" LABEL m1")).containsExactly("m2");
    assertThat(chosen("COLUMN INDICATOR(CATEGORY_ID(\"m1|m2\", 1000)), LOG('m.')"))
        .containsExactly("CATEGORY_ID(m1, 1000)", "CATEGORY_ID(m2, 1000)", "LOG(m1)", "LOG(m2)");
  }

  @Test
  void aFeatureIsTakenOnce() {
    assertThat(chosen("COLUMN m1, M1, NUMERIC(m1), DENSE(m1, 1), log(m1), LOG(m1)"))
        .containsExactly("m1", "LOG(m1)");
  }

  @Test
  void whereNothingIsLeftTheReasonsAreTold() {
    List<SourceColumn> texts = List.of(new SourceColumn("city", Kind.TEXT, "VARCHAR"));

    assertThatThrownBy(() -> FeatureSelection.choose(List.of(), texts, Optional.empty()))
        .hasMessage(
            "no column is left for the model to see (city: VARCHAR, not a number; INDICATOR(city)"
                + " in COLUMN has it in). Name columns with COLUMN");
  }

  @Test
  void anUnknownLabelIsAnError() {
    Name label = new Name("klass", false, new Position(0, 1, 1));

    assertThatThrownBy(() -> FeatureSelection.choose(List.of(), OFFERED, Optional.of(label)))
        .hasMessageStartingWith("the query has no column klass");
  }
}
