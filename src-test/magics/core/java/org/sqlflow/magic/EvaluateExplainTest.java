package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sqlflow.report.Output;
import tech.tablesaw.api.Table;

class EvaluateExplainTest extends CellsTest {
  @BeforeEach
  void train() {
    makePoints();
    run(TRAIN);
  }

  @Test
  void groupsAreScoredBesidePlainKMeans() {
    Table scores = run("SELECT * FROM points TO EVALUATE my_model").to_dataframe();

    assertThat(scores.columnNames())
        .containsExactly("metric", "value", "kmeans", "better", "meaning");
    assertThat(scores.stringColumn("metric").asList())
        .containsExactly(
            "silhouette", "neighbour agreement", "Davies-Bouldin", "Calinski-Harabasz");
    // The three groups lie so far apart that both find just them.
    assertThat(scores.doubleColumn("value").asList())
        .isEqualTo(scores.doubleColumn("kmeans").asList());
    assertThat(scores.doubleColumn("value").get(0)).isGreaterThan(0.9);
    assertThat(scores.stringColumn("better").asList()).containsOnly("equal");
    assertThat(heard.notes()).contains("The groups are clearly separated: silhouette 0.9");
  }

  @Test
  void evaluationAndDescriptionOpenWithTheBadgesOfTheTraining() {
    List<String> badges = badges();
    assertThat(badges)
        .containsExactly("3 groups", "clearly separated", "nearly the groups of k-means");
    for (String statement :
        List.of("SELECT * FROM points TO EVALUATE my_model", "DESCRIBE MODEL my_model")) {
      heard.outputs.clear();
      run(statement);
      assertThat(badges()).as(statement).isEqualTo(badges);
    }
  }

  private List<String> badges() {
    return heard.outputs.stream()
        .filter(Output.Note.class::isInstance)
        .map(output -> ((Output.Note) output).badges())
        .filter(badges -> !badges.isEmpty())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void eachGroupHasItsSilhouetteAndAPictureOfItsRows() {
    heard.outputs.clear();
    run("SELECT * FROM points TO EVALUATE my_model");

    Table groups = rows("Groups of my_model");
    assertThat(groups.columnNames())
        .containsExactly("group_id", "rows", "share in %", "silhouette");
    assertThat(groups.doubleColumn("silhouette").asList()).allMatch(mean -> mean > 0.9);
    Output.Picture picture =
        heard.outputs.stream()
            .filter(Output.Picture.class::isInstance)
            .map(Output.Picture.class::cast)
            .findFirst()
            .orElseThrow();
    assertThat(picture.text()).startsWith("Silhouettes of my_model: mean silhouette of the groups");
  }

  @Test
  void theBootstrapSaysHowStableEachGroupIs() {
    heard.outputs.clear();
    run("SELECT * FROM points TO EVALUATE my_model WITH evaluate.bootstrap = 5");

    Table groups = rows("Groups of my_model");
    assertThat(groups.doubleColumn("stability").asList()).allMatch(similar -> similar > 0.85);
    assertThat(groups.stringColumn("how stable").asList()).containsOnly("highly stable");
    assertThat(heard.notes())
        .contains(
            "The rows were resampled 5 times and grouped again. Groups 0, 1 and 2: highly"
                + " stable.");
  }

  @Test
  void theStabilityOfEachGroupIsStoredWithTheScores() {
    run("SELECT * FROM points TO EVALUATE my_model WITH evaluate.bootstrap = 5 INTO scores");

    assertThat(value("SELECT count(*) FROM scores WHERE metric LIKE 'stability of group %'"))
        .isEqualTo(3L);
    assertThat((Double) value("SELECT min(value) FROM scores WHERE metric LIKE 'stability%'"))
        .isGreaterThan(0.85);
    assertThat(value("SELECT meaning FROM scores WHERE metric = 'stability of group 2'"))
        .isEqualTo(
            "mean similarity when the rows are resampled 5 times, 1: always the same rows;"
                + " highly stable");
    run("SELECT * FROM points TO EVALUATE my_model INTO scores");
    assertThat(value("SELECT count(*) FROM scores WHERE metric LIKE 'stability%'")).isEqualTo(0L);
  }

  @Test
  void theBootstrapIsForWholeNumbersOfDraws() {
    assertThatThrownBy(
            () -> run("SELECT * FROM points TO EVALUATE my_model WITH evaluate.bootstrap = 1"))
        .hasMessageContaining("evaluate.bootstrap must be a whole number from 2 to 1000");
    assertThatThrownBy(() -> run("SELECT * FROM points TO EVALUATE my_model WITH bootstrapp = 5"))
        .hasMessageContaining("unknown attribute bootstrapp");
  }

  private Table rows(String title) {
    return heard.outputs.stream()
        .filter(Output.Rows.class::isInstance)
        .map(Output.Rows.class::cast)
        .filter(shown -> shown.title().equals(java.util.Optional.of(title)))
        .findFirst()
        .orElseThrow()
        .table();
  }

  @Test
  void aLabelIsMatchedAndTheScoresAreWrittenToATable() {
    run("SELECT * FROM points TO EVALUATE my_model LABEL kind INTO scores");

    Table scores = run("SELECT metric, value FROM scores").to_dataframe();
    assertThat(scores.stringColumn("metric").asList()).contains("ARI", "NMI", "accuracy");
    for (String metric : new String[] {"ARI", "NMI", "accuracy"}) {
      assertThat((Double) value("SELECT value FROM scores WHERE metric = '" + metric + "'"))
          .isCloseTo(1.0, within(1e-9));
    }
  }

  @Test
  void aProfileTellsTheGroupsInOriginalUnits() {
    run("SELECT * FROM points TO EXPLAIN my_model INTO profile");

    assertThat((Double) value("SELECT mean FROM profile WHERE group_id = 2 AND feature = 'm1'"))
        .isCloseTo((Double) value("SELECT avg(m1) FROM points WHERE kind = 2"), within(1e-4));
    assertThat(value("SELECT rows FROM profile WHERE group_id = 0 AND feature = 'm2'"))
        .isEqualTo(60L);
    assertThat(value("SELECT count(*) FROM profile")).isEqualTo(9L);
    assertThat(
            (Double)
                value(
                    "SELECT \"standard deviations\" FROM profile WHERE group_id = 1 AND feature ="
                        + " 'm3'"))
        .isCloseTo(
            (Double) value("SELECT (1 - avg(m3::INT)) / stddev_pop(m3::INT) FROM points"),
            within(1e-4));
  }

  @Test
  void aProfileIsAPictureToo() throws IOException {
    heard.outputs.clear();
    run("SELECT * FROM points TO EXPLAIN my_model");

    Output.Picture picture =
        heard.outputs.stream()
            .filter(Output.Picture.class::isInstance)
            .map(Output.Picture.class::cast)
            .findFirst()
            .orElseThrow();
    assertThat(picture.text()).contains("my_model: 3 features by 3 groups");
    assertThat(picture.vegaLite()).containsKeys("$schema", "data", "layer", "encoding");
    assertThat((List<?>) ((Map<?, ?>) picture.vegaLite().get("data")).get("values")).hasSize(9);
    // A machine without fonts draws none.
    if (picture.png().isPresent()) {
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(picture.png().get()));
      assertThat(image.getWidth()).isGreaterThan(200);
    }
  }

  @Test
  void theModelMustGroupAndTheRestMustFit() {
    run("SELECT * FROM points TO TRAIN autoencoder WITH pretrain_epochs = 1 COLUMN m1, m2 INTO ae");

    assertThatThrownBy(() -> run("SELECT * FROM points TO EVALUATE ae"))
        .hasMessageStartingWith("line 2:34: ae is of type autoencoder, which makes no groups");
    assertThatThrownBy(() -> run("SELECT * FROM points TO EVALUATE my_model LABEL kint"))
        .hasMessageStartingWith("line 2:49: the query has no column kint; did you mean kind?");
    assertThatThrownBy(() -> run("SELECT * FROM points WHERE m1 > 1e9 TO EVALUATE my_model"))
        .hasMessageContaining("the query returns no rows to evaluate my_model on");
    assertThatThrownBy(() -> run("SELECT * FROM points WHERE m1 > 1e9 TO EXPLAIN my_model"))
        .hasMessageContaining("the query returns no rows to explain my_model with");
    assertThatThrownBy(() -> run("SELECT * FROM points TO EXPLAIN my_model USING Anchors"))
        .hasMessageStartingWith(
            "line 2:48: no explainer Anchors; there are profile, examples, rules, shap");
    assertThatThrownBy(() -> run("SELECT * FROM points TO EXPLAIN my_model USING profil"))
        .hasMessageStartingWith("line 2:48: no explainer profil; did you mean profile?");
    assertThatThrownBy(() -> run("SELECT * FROM points TO EXPLAIN my_model WITH plots = force"))
        .hasMessageStartingWith("line 2:47: unknown attribute plots; this statement takes none");
    assertThatThrownBy(() -> run("SELECT * FROM points TO EXPLAIN my_model INTO nosuch.t"))
        .hasMessageContaining("no schema nosuch");
  }
}
