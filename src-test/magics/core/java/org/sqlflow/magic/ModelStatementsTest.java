package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;

class ModelStatementsTest extends CellsTest {
  @Test
  void modelsAreListed() {
    assertThat(run("SHOW MODELS").to_dataframe().rowCount()).isZero();
    makePoints();
    run(TRAIN + TRAIN.replace("my_model", "another"));

    Table models = run("SHOW MODELS;").to_dataframe();

    assertThat(models.columnNames())
        .containsExactly("name", "type", "rows", "metric", "value", "trained at", "versions");
    assertThat(models.stringColumn("name").asList()).containsExactly("another", "my_model");
    assertThat(models.stringColumn("type").unique().asList()).containsExactly("clusterModel");
    assertThat(models.longColumn("rows").get(0)).isEqualTo(130);
    assertThat(models.stringColumn("metric").get(0)).isEqualTo("silhouette");
    assertThat(models.doubleColumn("value").get(0)).isBetween(-1.0, 1.0);
  }

  @Test
  void aModelTellsItsStory() {
    makePoints();
    run(TRAIN);

    Table story = run("DESCRIBE MODEL My_Model").to_dataframe();

    assertThat(story.columnNames()).containsExactly("property", "value");
    assertThat(story.where(story.stringColumn("property").isEqualTo("rows")).getString(0, 1))
        .isEqualTo("130");
    assertThat(story.where(story.stringColumn("property").isEqualTo("tables read")).getString(0, 1))
        .isEqualTo("points");
    assertThat(story.stringColumn("property").asList())
        .contains(
            "trained at",
            "tables read",
            "columns",
            "group sizes",
            "silhouette",
            "model.n_clusters",
            "train.seed",
            "version of deeplearning4j",
            "statement")
        .doesNotContain("started from", "label", "rows left out");
  }

  @Test
  void aTypeListsItsAttributesFromTheirDeclaration() {
    Table attributes = run("DESCRIBE MODEL TYPE DeepEmbeddingClusterModel").to_dataframe();

    assertThat(attributes.columnNames())
        .containsExactly("attribute", "default", "value", "meaning", "also");
    Table clusters =
        attributes.where(attributes.stringColumn("attribute").isEqualTo("model.n_clusters"));
    assertThat(clusters.getString(0, "default")).isEqualTo("10");
    assertThat(clusters.getString(0, "value")).startsWith("a whole number from 2");
    assertThatThrownBy(() -> run("DESCRIBE MODEL TYPE clusterModle"))
        .hasMessageContaining("line 2:21: no estimator clusterModle; did you mean clusterModel?");
  }

  @Test
  void aDroppedModelIsGone() {
    makePoints();
    run(TRAIN);

    run("DROP MODEL my_model");

    assertThatThrownBy(() -> run("SELECT * FROM points TO PREDICT p.g USING my_model"))
        .hasMessageContaining("no model my_model; the database has none yet");
    assertThatThrownBy(() -> run("DROP MODEL my_model"))
        .hasMessageStartingWith("line 2:12: no model my_model");
    run("DROP MODEL IF EXISTS my_model");
    assertThat(heard.notes()).contains("was dropped", "There is no model my_model.");
  }
}
