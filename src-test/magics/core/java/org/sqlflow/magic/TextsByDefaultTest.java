package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;

/** Which texts a model sees that COLUMN does not name. */
class TextsByDefaultTest extends CellsTest {
  private static final String LEFT_OUT = "Left out: ";

  @BeforeEach
  void makeRows() {
    open();
    run(
        """
        CREATE TABLE t AS
        SELECT 'K' || i AS visit_id, ['new', 'old'][1 + i % 2] AS visitor,
               ['a', 'b', 'c'][1 + i * 7 % 3] AS city, 'about ' || i || ' words' AS note,
               'the same' AS kind, '2024-01-0' || (1 + i % 5) AS day, (i % 9) || ' €' AS price,
               CASE WHEN i % 5 = 0 THEN NULL ELSE ['p', 'q'][1 + i % 2] END AS gap,
               (i * 53 % 97) / 10.0 AS amount, i % 2 = 0 AND i % 7 > 0 AS bought
        FROM range(200) r(i)
        """);
  }

  private void train(String estimator, String rest) {
    run("SELECT * FROM t TO TRAIN " + estimator + " " + rest + " INTO m");
  }

  @Test
  void textsOfFewValuesAreCategoriesForALabel() {
    train("LinearClassifier", "LABEL bought");

    assertThat(heard.notes())
        .contains("2 classes of 200 rows, 8 features")
        .contains(
            "Texts of few values are used as categories: visitor, city. COLUMN * EXCEPT (visitor)"
                + " leaves one out.")
        .contains("visit_id (text: a key: every value is unique)")
        .contains("note (text: a key: every value is unique)")
        .contains("kind (text: a category of a single value)")
        .contains("day (text: dates in texts")
        .contains(
            "gap (text: a category that 40 rows lack; train.on_null = mean uses it, with these as"
                + " other)");
    run("SELECT * FROM t TO PREDICT p.guess USING m");
    assertThat(run("SELECT count(*) FROM p WHERE guess = bought").to_dataframe().getString(0, 0))
        .matches("1[7-9]\\d");
  }

  @Test
  void whereMissingValuesAreFilledInACategoryMayLackSome() {
    train("LinearClassifier", "WITH train.on_null = mean LABEL bought");
    assertThat(heard.notes())
        .contains("Texts of few values are used as categories: visitor, city, gap.");

    train("LinearClassifier", "WITH train.on_null = skip LABEL bought");
    assertThat(heard.notes()).contains("2 classes of 200 rows, 8 features");
  }

  @Test
  void whatCOLUMNNamesIsNotTakenTwice() {
    train(
        "DNNClassifier",
        "WITH train.epoch = 2 COLUMN * EXCEPT (city), EMBEDDING(visitor, 2) LABEL bought");
    assertThat(heard.notes())
        .contains("2 classes of 200 rows, 2 features (amount, visitor)")
        .doesNotContain("used as categories");

    train("LinearClassifier", "COLUMN amount LABEL bought");
    assertThat(heard.notes()).contains("1 feature (amount)").doesNotContain(LEFT_OUT + "visitor");
  }

  @Test
  void aModelThatIsTrainedFurtherKeepsItsCategories() {
    train("DNNClassifier", "WITH train.epoch = 2 LABEL bought");
    heard.outputs.clear();
    train("DNNClassifier", "WITH train.epoch = 2 LABEL bought USING m");
    assertThat(heard.notes()).contains("8 features (amount, visitor=new … city=other)");

    run(
        "SELECT * FROM t TO TRAIN DNNClassifier WITH train.epoch = 2 COLUMN amount LABEL bought"
            + " INTO narrow");
    heard.outputs.clear();
    train("DNNClassifier", "WITH train.epoch = 2 LABEL bought USING narrow");
    assertThat(heard.notes()).contains("1 feature (amount)");
  }

  @Test
  void groupsAreFoundByNumbersAsBefore() {
    train("kmeans", "WITH model.n_clusters = 2 LABEL bought");

    assertThat(heard.notes())
        .contains("1 feature (amount)")
        .contains("visitor (text: a category of 2 values; use INDICATOR(visitor) in COLUMN)");
  }

  @Test
  void aTextThatTurnsOutToHaveManyValuesDoesNotFailTheTraining() {
    run(
        "CREATE TABLE long AS SELECT CASE WHEN i < 20500 THEN ['x', 'y'][1 + i % 2] ELSE 'z' || i"
            + " END AS word, i % 7 AS amount, i % 2 = 0 AS bought FROM range(22000) r(i) ORDER BY"
            + " i");
    run("SELECT * FROM long TO TRAIN LinearClassifier LABEL bought INTO m");

    assertThat(heard.notes())
        .contains("word (text: a category of too many values; group them in the query)");
  }

  @Test
  void warningsSpeakOfTheLabelAndNotOfGroups() {
    run(
        "SELECT amount, 2 * amount AS twice, 1 AS one, bought, i FROM (SELECT *, row_number() OVER"
            + " () % 4 AS i FROM t) TO TRAIN LinearClassifier LABEL i INTO m");

    assertThat(heard.notes())
        .contains("one is the same in all rows: nothing can be learned there.")
        .contains(
            "amount and twice say the same (correlation 1.00): one is as good as all; keep one")
        .doesNotContain("group", "bought looks like what is to be predicted");
    assertThatThrownBy(() -> train("LinearClassifier", "LABEL kind"))
        .hasMessageContaining("the label kind has only the value 'the same': nothing to classify");
  }

  @Test
  void oneClauseLeavesOutAllCopiesOfSeveralColumns() {
    String copied =
        "SELECT amount, 2 * amount AS twice, 3 * amount AS thrice, i, 1 - i AS minus, bought";
    String from = " FROM (SELECT *, CAST(hash(visit_id) % 100 AS INTEGER) AS i FROM t)";
    String clause = "COLUMN * EXCEPT (twice, thrice, minus)";
    run(copied + from + " TO TRAIN LinearClassifier LABEL bought INTO m");

    assertThat(heard.notes())
        .contains(
            "Of these, each says the same as the others (correlation 1.00): amount, twice and"
                + " thrice; i and minus. One is as good as all; keep one of each with "
                + clause);

    run(copied + from + " TO TRAIN LinearClassifier " + clause + " LABEL bought INTO n");
  }

  @Test
  void anExplanationNamesThem() {
    train("LinearClassifier", "LABEL bought");
    Table why = run("SELECT * FROM t TO EXPLAIN m").to_dataframe();
    assertThat(why.stringColumn("feature").asList())
        .containsExactlyInAnyOrder("amount", "INDICATOR(visitor)", "INDICATOR(city)");
  }
}
