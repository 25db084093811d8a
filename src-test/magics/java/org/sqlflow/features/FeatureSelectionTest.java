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
          new SourceColumn("city", Kind.OTHER, "VARCHAR"));

  private static FeatureSelection choose(String columnClause) {
    Statement.Train train =
        (Statement.Train)
            SqlflowParser.parse("SELECT 1 TO TRAIN x " + columnClause + " INTO m").get(0);
    return FeatureSelection.choose(train.columns(), OFFERED, train.label());
  }

  @Test
  void withoutColumnEveryNumberAndTruthValueIsAFeature() {
    FeatureSelection selection = choose("");

    assertThat(selection.names()).containsExactly("m1", "m2", "vip");
    assertThat(selection.mayBeKeys()).containsExactly("m2");
    assertThat(selection.leftOut())
        .containsExactly(
            new LeftOut("cust_id", "a key by its name; COLUMN can name it to have it in"),
            new LeftOut("city", "VARCHAR, not a number"));
  }

  @Test
  void theLabelIsNoFeature() {
    assertThat(choose("LABEL m1").names()).containsExactly("m2", "vip");
  }

  @Test
  void columnGivesExactlyItsColumnsInItsOrder() {
    FeatureSelection selection = choose("COLUMN m2, CUST_ID, m1");

    assertThat(selection.names()).containsExactly("m2", "cust_id", "m1");
    assertThat(selection.mayBeKeys()).isEmpty();
  }

  @Test
  void aStarMayLeaveColumnsOut() {
    assertThat(choose("COLUMN * EXCEPT (m2)").names()).containsExactly("m1", "vip");
    assertThat(choose("COLUMN *, cust_id").names()).containsExactly("m1", "m2", "vip", "cust_id");
    assertThat(choose("COLUMN *, cust_id").leftOut())
        .extracting(LeftOut::column)
        .containsExactly("city");
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
        .hasMessageStartingWith("column city is VARCHAR, and a model sees numbers")
        .hasMessageContaining("leave it out of COLUMN");
  }

  @Test
  void whereNothingIsLeftTheReasonsAreTold() {
    List<SourceColumn> texts = List.of(new SourceColumn("city", Kind.OTHER, "VARCHAR"));

    assertThatThrownBy(() -> FeatureSelection.choose(List.of(), texts, Optional.empty()))
        .hasMessage(
            "no column is left for the model to see (city: VARCHAR, not a number). Name columns"
                + " with COLUMN");
  }

  @Test
  void anUnknownLabelIsAnError() {
    Name label = new Name("klass", false, new Position(0, 1, 1));

    assertThatThrownBy(() -> FeatureSelection.choose(List.of(), OFFERED, Optional.of(label)))
        .hasMessageStartingWith("the query has no column klass");
  }
}
