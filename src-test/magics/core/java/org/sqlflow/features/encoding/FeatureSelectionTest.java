package org.sqlflow.features.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlflow.data.Column;
import org.sqlflow.data.ColumnType;
import org.sqlflow.data.Schema;
import org.sqlflow.features.ColumnFunctions;
import org.sqlflow.features.Feature;
import org.sqlflow.features.FeatureException;
import org.sqlflow.syntax.Name;
import org.sqlflow.syntax.Position;
import org.sqlflow.syntax.SqlflowParser;
import org.sqlflow.syntax.Statement;

class FeatureSelectionTest {
  private static final Schema SCHEMA =
      new Schema(
          List.of(
              new Column("cust_id", ColumnType.INTEGER, "INTEGER"),
              new Column("m1", ColumnType.REAL, "DOUBLE"),
              new Column("m2", ColumnType.INTEGER, "BIGINT"),
              new Column("vip", ColumnType.BOOLEAN, "BOOLEAN"),
              new Column("city", ColumnType.TEXT, "VARCHAR"),
              new Column("day", ColumnType.TIME, "DATE"),
              new Column("readings", ColumnType.LIST, "DOUBLE[]")));

  private static List<String> chosen(String columnClause) {
    return choose(columnClause).features().stream().map(Feature::text).toList();
  }

  private static FeatureSelection choose(String columnClause) {
    Statement.Train train =
        (Statement.Train)
            SqlflowParser.parse("SELECT 1 TO TRAIN x " + columnClause + " INTO m").get(0);
    return FeatureSelection.choose(train.columns(), SCHEMA, train.label());
  }

  @Test
  void withoutColumnEveryNumberAndBooleanIsAFeature() {
    FeatureSelection selection = choose("");

    assertThat(selection.features()).extracting(Feature::text).containsExactly("m1", "m2", "vip");
    assertThat(selection.mayBeKeys()).containsExactlyInAnyOrder("m1", "m2");
    assertThat(selection.leftOut())
        .containsExactly(
            new LeftOut("cust_id", "a key by its name; name it in COLUMN to use it"),
            new LeftOut(
                "city",
                "VARCHAR, not a number; use INDICATOR(city) in COLUMN if it has few values"),
            new LeftOut(
                "day",
                "DATE, not a number; convert it to a number in the query, such as EXTRACT(MONTH"
                    + " FROM day)"),
            new LeftOut("readings", "DOUBLE[], not a number; use DENSE(readings, n) in COLUMN"));
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
            "column city is VARCHAR, but a model takes numbers: use INDICATOR(city) for one feature"
                + " per value, or CATEGORY_HASH(city, 100) if it has many values");
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
  void whereNoColumnIsLeftTheErrorSaysWhy() {
    Schema texts = new Schema(List.of(new Column("city", ColumnType.TEXT, "VARCHAR")));

    assertThatThrownBy(() -> FeatureSelection.choose(List.of(), texts, Optional.empty()))
        .hasMessage(
            "no columns are left to train on (city: VARCHAR, not a number; use INDICATOR(city) in"
                + " COLUMN if it has few values). Name columns with COLUMN");
  }

  @Test
  void anUnknownLabelIsAnError() {
    Name label = new Name("klass", false, new Position(0, 1, 1));

    assertThatThrownBy(() -> FeatureSelection.choose(List.of(), SCHEMA, Optional.of(label)))
        .hasMessageStartingWith("the query has no column klass");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id",
        "ID",
        "Id",
        "customer_id",
        "customerId",
        "customerID",
        "CUSTOMER_ID",
        "row id",
        "user2ID",
        "user-Id"
      })
  void anIntegerColumnWithTheNameOfAKeyIsLeftOut(String name) {
    Schema schema =
        new Schema(
            List.of(
                new Column(name, ColumnType.INTEGER, "INTEGER"),
                new Column("m", ColumnType.REAL, "DOUBLE")));

    FeatureSelection selection = FeatureSelection.choose(List.of(), schema, Optional.empty());

    assertThat(selection.leftOut())
        .containsExactly(new LeftOut(name, "a key by its name; name it in COLUMN to use it"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "paid", "covid", "valid", "humid", "Paid", "PAID", "COVID", "VALID", "grid", "idea", "d"
      })
  void aWordThatEndsLikeAKeyIsAFeature(String name) {
    Schema schema = new Schema(List.of(new Column(name, ColumnType.INTEGER, "INTEGER")));

    FeatureSelection selection = FeatureSelection.choose(List.of(), schema, Optional.empty());

    assertThat(selection.features()).extracting(Feature::text).containsExactly(name);
  }

  @Test
  void moreFeaturesThanAModelCanTakeAreRefused() {
    String wide =
        IntStream.range(0, 21_475)
            .mapToObj(i -> "CATEGORY_HASH(c" + i + ", 100000)")
            .collect(Collectors.joining(", "));
    Schema schema =
        new Schema(
            IntStream.range(0, 21_475)
                .mapToObj(i -> new Column("c" + i, ColumnType.TEXT, "VARCHAR"))
                .toList());

    assertThatThrownBy(
            () -> Encoded.choose(wide, schema, Optional.empty(), ColumnFunctions.STANDARD))
        .hasMessage(
            "COLUMN makes 2,147,500,000 features, and a model takes at most 2,147,483,647: use"
                + " smaller sizes");
  }
}
