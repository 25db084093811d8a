package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a training or an evaluation with a label says about columns, classes and scores. */
class PredictionWarningsTest extends CellsTest {
  @BeforeEach
  void makeOrders() {
    open();
    run(
        """
        CREATE TABLE orders AS
        SELECT i AS order_id, (i * 37 % 101) / 10.0 AS price, (i * 53 % 97) / 10.0 AS weight,
               CASE WHEN i * 37 % 101 > 60 THEN 'yes' ELSE 'no' END AS sold,
               CASE WHEN i * 37 % 101 > 90 AND i % 3 = 0 THEN 'fraud' ELSE 'ok' END AS verdict,
               CASE WHEN i = 0 THEN 0 ELSE 1 + (i * 37 % 101) / 10.0 + i % 7 END AS paid
        FROM range(600) r(i)
        """);
  }

  @Test
  void aKeyThatIsNamedIsReported() {
    run("SELECT * FROM orders TO TRAIN LinearRegressor COLUMN order_id, price LABEL paid INTO m");
    assertThat(heard.notes())
        .contains(
            "order_id numbers the rows: its values are different, with few gaps. If it is an id,"
                + " what is learned of it does not hold for other rows: leave order_id out of"
                + " COLUMN.");
    heard.outputs.clear();

    run("SELECT * FROM orders TO TRAIN LinearRegressor COLUMN weight, price LABEL paid INTO m");
    assertThat(heard.notes()).doesNotContain("numbers the rows");
  }

  /** Texts are categories by default, and a clause for all columns leaves one of them out. */
  @Test
  void aTextThatIsTheLabelIsLeftOutByTheAdvisedClause() {
    String query = "SELECT price, weight, sold, upper(sold) AS sold_too FROM orders TO TRAIN ";
    run(query + "LinearClassifier LABEL sold INTO m");
    assertThat(heard.notes())
        .contains(
            "sold_too=NO alone predicts the label nearly without errors. If it is known only after"
                + " the label, or is the label in another form, leave it out with COLUMN * EXCEPT"
                + " (sold_too).");
    heard.outputs.clear();

    run(query + "LinearClassifier COLUMN * EXCEPT (sold_too) LABEL sold INTO m");
    assertThat(heard.notes()).doesNotContain("sold_too=NO alone");
  }

  @Test
  void aSingleIterationIsNoPlural() {
    run(
        "SELECT price, weight, sold FROM orders TO TRAIN LinearClassifier WITH train.max_steps = 1"
            + " LABEL sold INTO m");

    assertThat(heard.notes())
        .contains("The weights still moved after 1 iteration: set a higher train.max_steps.")
        .contains("1 iteration of L-BFGS.");
  }

  @Test
  void theLabelIsNoFeature() {
    assertThatThrownBy(
            () ->
                run(
                    "SELECT * FROM orders TO TRAIN LinearClassifier COLUMN price, sold LABEL sold"
                        + " INTO m"))
        .hasMessageStartingWith("line 2:62: sold is the label: leave it out of COLUMN");
  }

  @Test
  void probabilitiesThatTellRareClassesApartAreNotCalledUseless() {
    run(
        "SELECT price, weight, verdict FROM orders TO TRAIN LinearClassifier WITH class_weights ="
            + " balanced LABEL verdict INTO m");

    assertThat(heard.notes())
        .contains("It is correct no more often than that, but its probabilities tell the classes")
        .doesNotContain("they say nothing about the label");
  }

  @Test
  void aLinearModelThatPredictsBetterIsNamed() {
    run(
        "SELECT price, weight, price * 2 + weight AS y FROM orders TO TRAIN DNNRegressor WITH"
            + " train.epoch = 2 LABEL y INTO m");
    assertThat(heard.notes())
        .contains(
            "A linear model, which is simpler, predicts these rows better: train LinearRegressor to"
                + " use it.");
  }

  @Test
  void scoresThatAreNotDefinedSayWhy() {
    run("SELECT price, sold FROM orders TO TRAIN LinearClassifier LABEL sold INTO c");
    heard.outputs.clear();
    run("SELECT price, sold FROM orders WHERE sold = 'no' TO EVALUATE c LABEL sold");
    assertThat(heard.notes())
        .contains("No row has the class yes, and AUC needs rows of each class");

    run("SELECT price, paid FROM orders TO TRAIN LinearRegressor LABEL paid INTO r");
    heard.outputs.clear();
    run("SELECT price, paid FROM orders TO EVALUATE r LABEL paid");
    assertThat(heard.notes())
        .contains(
            "The label is 0 in 1 of 600 rows, where a share of it is not defined: MAPE divides by"
                + " 2.2e-16 there, as scikit-learn does, and says little; look at MAE.");
    heard.outputs.clear();
    run("SELECT price, paid FROM orders WHERE paid > 0 TO EVALUATE r LABEL paid");
    assertThat(heard.notes()).doesNotContain("MAPE");
  }

  /** SQLFlow's first explanations named the attributes so. */
  @Test
  void attributesOfTheFirstExplanationsAreKnown() {
    run("SELECT price, paid FROM orders TO TRAIN LinearRegressor LABEL paid INTO r");
    assertThat(
            run("SELECT price, paid FROM orders TO EXPLAIN r WITH shap_summary.plot_type = \"dot\","
                    + " shap_summary.sort = TRUE, shap_summary.alpha = 1 USING TreeExplainer")
                .to_dataframe()
                .stringColumn("feature")
                .asList())
        .containsExactly("price");
  }
}
