package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tech.tablesaw.api.Table;

/** USING names a file that Keras saved. */
class KerasCellsTest extends CellsTest {
  private static final String COLUMNS = "sepal_length, sepal_width, petal_length, petal_width";

  private Path file;

  @BeforeEach
  void makeFlowers() throws IOException {
    file = copy("autoencoder/keras/ae_pretrain.h5");
    run("CREATE TABLE flowers AS SELECT * FROM read_csv('" + copy("iris.csv") + "')");
  }

  private Path copy(String resource) throws IOException {
    Path copy = folder.resolve(Path.of(resource).getFileName());
    try (InputStream in =
        KerasCellsTest.class.getResourceAsStream("/org/sqlflow/models/" + resource)) {
      Files.copy(in, copy);
    }
    return copy;
  }

  private static String train(String type, String with, String columns, Object base) {
    return "SELECT * FROM flowers TO TRAIN %s WITH %s COLUMN %s USING \"%s\" INTO m"
        .formatted(type, with, columns, base);
  }

  private static String cluster(boolean pretrain) {
    return "model.n_clusters = 3, model.pretrain_epochs = 3, model.train_max_iters = 20,"
        + " model.run_pretrain = "
        + pretrain;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aClusterModelStartsFromItAndPredictsWithoutIt(boolean pretrain) throws IOException {
    run(train("clusterModel", cluster(pretrain), COLUMNS, file));
    assertThat(heard.notes())
        .contains(pretrain ? "Case 2: " : "Case 4: ")
        .contains("ae_pretrain.h5 has neither feature names nor scaling");

    Files.delete(file);
    run("SELECT * FROM flowers TO PREDICT p.g USING m WITH predict.extra_outputs = [embedding]");

    Table groups = run("SELECT count(*) n, count(DISTINCT g) k FROM p").to_dataframe();
    assertThat(groups.get(0, 0)).isEqualTo(150L);
    assertThat(groups.get(0, 1)).isEqualTo(3L);
    assertThat(run("SELECT * FROM p").to_dataframe().columnNames().toString())
        .contains("_1")
        .doesNotContain("_3");
  }

  @Test
  void anAutoencoderTrainsItFurther() {
    run(train("autoencoder", "model.pretrain_epochs = 3", COLUMNS, file));
    run("SELECT * FROM flowers TO PREDICT p.code USING m");

    assertThat(run("SELECT code_1, code_2 FROM p").to_dataframe().rowCount()).isEqualTo(150);
  }

  @Test
  void anEncoderAloneIsTakenAndTheReportTellsOfItsNewDecoder() throws IOException {
    run(train("clusterModel", cluster(false), COLUMNS, copy("autoencoder/keras/encoder.h5")));

    assertThat(heard.notes()).contains("encoder.h5 has no decoder: a new one is created");
  }

  @Test
  void theFileMayStandInAnAttribute() {
    run(
        train("clusterModel", cluster(false), COLUMNS, file)
            .replace(" USING \"" + file + "\"", "")
            .replace(" COLUMN", ", model.existed_pretrain_model = '" + file + "' COLUMN"));

    assertThat(heard.notes()).contains("Case 4: ");
  }

  @Test
  void otherNumbersOfFeaturesAreAnErrorAtTheName() {
    assertThatThrownBy(
            () ->
                run(
                    "\n"
                        + train(
                            "clusterModel",
                            cluster(false),
                            "petal_width, LOG(petal_length)",
                            file)))
        .hasMessageContaining("reads 4 features, but the query returns 2")
        .hasMessageContaining("line 3");
  }

  @Test
  void aFileThatIsNotThereIsAnErrorAtTheName() {
    assertThatThrownBy(() -> run(train("clusterModel", cluster(false), COLUMNS, "none.h5")))
        .hasMessageContaining("no file none.h5 in ")
        .hasMessageContaining("line 2");
  }

  @Test
  void aBaseOfTheZipFormatIsRefused() {
    assertThatThrownBy(() -> run(train("clusterModel", cluster(false), COLUMNS, "ae.keras")))
        .hasMessageContaining("not as .keras");
  }
}
