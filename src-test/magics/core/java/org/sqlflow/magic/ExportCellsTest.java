package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tech.tablesaw.api.Table;

/**
 * EXPORT MODEL and IMPORT MODEL: what other programs make of the files is what TO PREDICT makes.
 */
class ExportCellsTest extends CellsTest {
  private static final int ROWS = 3000;
  private static final String ALL =
      "a, LOG(b), WEIGHT(c, 2), INDICATOR(city), BUCKET(a, [-1, 0.5]), CATEGORY_ID(kind, 3)";

  private void makeRows() {
    run("SELECT setseed(0.5)");
    run(
        "CREATE TABLE t AS SELECT i AS id, CASE WHEN i % 50 = 7 THEN NULL ELSE random() * 6 - 3 END"
            + " AS a, exp(random() * 8) AS b, (random() * 100)::INTEGER AS c, ['Bern', 'bern',"
            + " 'Zürich & \"co\"', ''][1 + (random() * 3.99)::INTEGER % 4] AS city, i % 3 AS kind,"
            + " [random(), random() * i] AS vec FROM range("
            + ROWS
            + ") r(i)");
  }

  private void train(String type, String columns) {
    run("SELECT * FROM t WHERE id < 1000 TO TRAIN " + type + " COLUMN " + columns + " INTO m");
    run("SELECT * FROM t TO PREDICT p.g USING m");
  }

  private List<String> groups() {
    return run("SELECT coalesce(g, -1) AS g FROM p ORDER BY id")
        .to_dataframe()
        .column(0)
        .asList()
        .stream()
        .map(String::valueOf)
        .toList();
  }

  private Table rows() {
    return run("SELECT * FROM t ORDER BY id").to_dataframe();
  }

  private String read(String file) {
    try {
      return Files.readString(folder.resolve(file));
    } catch (IOException error) {
      throw new java.io.UncheckedIOException(error);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kmeans WITH n_clusters = 4, train.on_null = mean",
        "kmeans WITH n_clusters = 4, train.on_null = skip, distance = cosine",
        "gaussianMixture WITH n_clusters = 3, train.on_null = skip"
      })
  void theFileOfSqlIsAQueryThatScores(String type) {
    makeRows();
    train(type, ALL);

    run("EXPORT MODEL m TO 'm.sql'");

    String sql = read("m.sql");
    assertThat(sql)
        .startsWith("-- A model of SQLFlow as SQL: m (")
        .contains("SELECT * FROM t WHERE id < 1000");
    assertThat(heard.notes())
        .contains("was written to m.sql (")
        .contains("It is one SELECT over the training's query");
    String onAll =
        sql.replace("SELECT * FROM t WHERE id < 1000", "SELECT * FROM t").replace(";", "");
    run("CREATE TABLE scored AS " + onAll);
    assertThat(
            value(
                "SELECT count(*) FROM scored JOIN p USING (id) WHERE g IS DISTINCT FROM group_id"))
        .isEqualTo(0L);
    assertThat((Long) value("SELECT count(DISTINCT group_id) FROM scored")).isGreaterThan(1);
  }

  @Test
  void withoutTheTrainingsTableTheSqlReadsAnyOther() {
    makeRows();
    train("kmeans WITH n_clusters = 3, train.on_null = skip", "a, LOG(b), INDICATOR(city)");
    run("ALTER TABLE t RENAME TO elsewhere");

    run("EXPORT MODEL m TO 'm.sql'");

    assertThat(heard.notes()).contains("replace your_table by your table");
    run("CREATE TABLE your_table AS SELECT * FROM elsewhere");
    String sql = read("m.sql").replace(";", "");
    assertThat(run(sql).to_dataframe().columnNames()).containsExactly("a", "b", "city", "group_id");
    assertThat(value("SELECT count(group_id) FROM (" + sql + "\n)"))
        .isEqualTo(value("SELECT count(g) FROM p"));
  }

  @Test
  void anAutoencodersFileOfSqlHasItsCodes() {
    makeRows();
    run(
        "SELECT * FROM t TO TRAIN autoencoder WITH encode_units = [5, 2], pretrain_epochs = 2,"
            + " train.on_null = mean COLUMN a, b, c INTO m");
    run("SELECT * FROM t TO PREDICT p.code USING m");

    run("EXPORT MODEL m TO 'm.sql'");

    String sql = read("m.sql").replace(";", "");
    Object furthest =
        value(
            "SELECT max(greatest(abs(x.code_1 - p.code_1), abs(x.code_2 - p.code_2))) FROM ("
                + sql
                + "\n) x JOIN p USING (id)");
    assertThat((Double) furthest).isLessThan(1e-5);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kmeans WITH n_clusters = 4, train.on_null = mean | " + ALL,
        "kmeans WITH n_clusters = 4, train.on_null = skip, distance = cosine | " + ALL,
        "kmeans WITH n_clusters = 3, train.on_null = mean, distance = manhattan | DENSE(vec, 2), a",
        "gaussianMixture WITH n_clusters = 3, train.on_null = skip | a, LOG(b), INDICATOR(city)",
        "clusterModel WITH n_clusters = 3, encode_units = [7, 2], pretrain_epochs = 2,"
            + " train_max_iters = 20, train.on_null = mean | "
            + ALL
      })
  void onnxRuntimeScoresEqually(String type, String columns) throws OrtException, IOException {
    makeRows();
    train(type, columns);

    run("EXPORT MODEL m TO 'm.onnx'");

    assertThat(onnx(folder.resolve("m.onnx"), rows())).isEqualTo(groups());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "relu",
        "leakyrelu",
        "elu",
        "selu",
        "gelu",
        "swish",
        "tanh",
        "sigmoid",
        "softplus"
      })
  void eachActivationIsTheSameInSqlAndOnnx(String activation) throws OrtException, IOException {
    makeRows();
    train(
        "clusterModel WITH n_clusters = 4, encode_units = [6, 2], pretrain_epochs = 1,"
            + " train_max_iters = 5, train.on_null = mean, pretrain_activation_func = "
            + activation,
        "a, b, c");

    run("EXPORT MODEL m TO 'm.onnx'");
    run("SELECT * FROM t TO PREDICT v.g WITH predict.view = true USING m");

    assertThat(onnx(folder.resolve("m.onnx"), rows())).isEqualTo(groups());
    assertThat(value("SELECT count(*) FROM v JOIN p USING (id) WHERE v.g <> p.g")).isEqualTo(0L);
  }

  @Test
  void aColumnReadAsNumberAndTextHasTwoInputsOfOtherNamesThanAnyColumn()
      throws OrtException, IOException {
    run(
        "CREATE TABLE t AS SELECT i AS id, i % 5 AS a, (i * 7) % 11 AS a_text FROM range(200)"
            + " r(i)");
    train("kmeans WITH n_clusters = 4", "a_text, a, INDICATOR(a)");

    run("EXPORT MODEL m TO 'm.onnx'");

    Table rows =
        run("SELECT a, a_text, CAST(a AS VARCHAR) AS a_text_ FROM t ORDER BY id").to_dataframe();
    assertThat(onnx(folder.resolve("m.onnx"), rows)).isEqualTo(groups());
  }

  private static List<String> onnx(Path file, Table rows) throws OrtException, IOException {
    return OnnxFile.outputs(file, rows, "group_id").get("group_id");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kmeans WITH n_clusters = 4, train.on_null = mean",
        "kmeans WITH n_clusters = 4, train.on_null = skip, distance = cosine",
        "kmeans WITH n_clusters = 4, train.on_null = skip, distance = manhattan, train.scale ="
            + " minmax"
      })
  void thePmmlHasTheCentresAndThePreprocessing(String type) throws Exception {
    makeRows();
    train(type, ALL);

    run("EXPORT MODEL m TO 'm.pmml'");

    assertThat(pmml(folder.resolve("m.pmml"), rows())).isEqualTo(groups());
  }

  private static List<String> pmml(Path file, Table rows) throws Exception {
    return PmmlFile.predictions(file, rows);
  }

  /** Group 1 is not there any more, so that the others are 0, 2 and 3. */
  @ParameterizedTest
  @ValueSource(strings = {"kmeans WITH ", "gaussianMixture WITH ", "kmeans WITH model.rules = 6, "})
  void aRetrainedModelHasItsNumbersEverywhere(String type) throws Exception {
    run(
        "CREATE TABLE t AS SELECT i AS id, (i % 4) * 10 + (i * 7 % 13) / 13.0 AS x, (i % 4) * (i %"
            + " 4) * 5 + (i * 5 % 11) / 11.0 AS y FROM range(800) r(i)");
    train(type + "n_clusters = 4", "x, y");
    run("CREATE TABLE fewer AS SELECT t.* FROM t JOIN p USING (id) WHERE g <> 1");
    run("SELECT * FROM fewer TO RETRAIN m WITH n_clusters = 3");
    run("SELECT * FROM t TO PREDICT p.g USING m");
    List<String> groups = groups();
    assertThat(groups).containsOnly("0", "2", "3").contains("0", "2", "3");

    run("SELECT * FROM t TO PREDICT v.g WITH predict.view = true USING m");
    run("EXPORT MODEL m TO 'm.sql'");
    run("EXPORT MODEL m TO 'm.sqlflow'; IMPORT MODEL 'm.sqlflow' AS n");
    run("SELECT * FROM t TO PREDICT q.g USING n");
    String sql = read("m.sql").replace("FROM fewer", "FROM t").replace(";", "");
    for (String others :
        List.of(
            "SELECT id, g FROM v",
            "SELECT id, g FROM q",
            "SELECT id, predict('m', t) AS g FROM t",
            "SELECT id, group_id AS g FROM (" + sql + "\n)")) {
      assertThat(value("SELECT count(*) FROM p JOIN (" + others + ") o USING (id) WHERE p.g = o.g"))
          .as(others)
          .isEqualTo(800L);
    }
    if (type.contains("rules")) {
      assertThatThrownBy(() -> run("EXPORT MODEL m TO 'm.onnx'"))
          .hasMessageStartingWith(
              "line 2:14: the groups of m are rules, which are not written as ONNX: EXPORT MODEL to"
                  + " a .sql file and … TO EXPLAIN m USING rules write them as a CASE expression,"
                  + " or TO PREDICT writes its predictions to a table");
      return;
    }
    run("EXPORT MODEL m TO 'm.onnx'");
    assertThat(onnx(folder.resolve("m.onnx"), rows())).isEqualTo(groups);
    if (type.startsWith("kmeans")) {
      run("EXPORT MODEL m TO 'm.pmml'");
      assertThat(pmml(folder.resolve("m.pmml"), rows())).isEqualTo(groups);
    }
  }

  @Test
  void anImportedModelIsTheExportedOne() {
    makeRows();
    train("kmeans WITH n_clusters = 4, train.on_null = skip", ALL + ", CATEGORY_HASH(city, 5)");

    run("EXPORT MODEL m TO 'm.sqlflow'");
    run("IMPORT MODEL 'm.sqlflow' AS other; IMPORT MODEL 'm.sqlflow'");
    run("SELECT * FROM t TO PREDICT q.g USING other");

    assertThat(heard.notes())
        .contains("IMPORT MODEL 'm.sqlflow' stores it in another database.")
        .contains("Model other (kmeans) was imported from m.sqlflow.")
        .contains("Model m (kmeans) was imported from m.sqlflow.")
        .contains(
            "It is version 2 of m (m@2) and the default now; version 1 stays. To go back: ALTER"
                + " MODEL m SET DEFAULT_VERSION = 1");
    assertThat(value("SELECT count(*) FROM p JOIN q USING (id) WHERE p.g IS DISTINCT FROM q.g"))
        .isEqualTo(0L);
    assertThat(run("SHOW MODELS").to_dataframe().column(0).asList().toString())
        .isEqualTo("[m, other]");
  }

  @Test
  void onlyEarlierExportsAreOverwritten() throws IOException {
    makeRows();
    train("kmeans WITH n_clusters = 2, train.on_null = skip", "a, c");
    for (String ending : List.of("sql", "sqlflow", "onnx", "pmml")) {
      Path file = folder.resolve("mine." + ending);
      Files.writeString(file, "-- my own SQLFlow notes");
      assertThatThrownBy(() -> run("EXPORT MODEL m TO 'mine." + ending + "'"))
          .hasMessageStartingWith("line 2:19: ")
          .hasMessageContaining(
              "mine."
                  + ending
                  + " exists and is no export of SQLFlow: name another file, or delete that one"
                  + " first");
      assertThat(read("mine." + ending)).isEqualTo("-- my own SQLFlow notes");

      run("EXPORT MODEL m TO 'm." + ending + "'");
      byte[] first = Files.readAllBytes(folder.resolve("m." + ending));
      run("EXPORT MODEL m TO 'm." + ending + "'");
      assertThat(Files.readAllBytes(folder.resolve("m." + ending))).isEqualTo(first);
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(Path::getFileName).map(Path::toString))
          .noneMatch(name -> name.endsWith(".part"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nosuch TO 'm.sql'|line 2:14: no model nosuch; there are m, s",
        "m TO 'm.pml'|line 2:19: EXPORT MODEL writes files that end in .sql, .sqlflow, .onnx,"
            + " .pmml, and 'm.pml' does not; did you mean .pmml?",
        "m TO 'm.sql'|line 2:14: m cannot be written as SQL: CATEGORY_HASH(city, 5) hashes values"
            + " (MurmurHash3), which SQL does not: train with INDICATOR to export the model",
        "m TO 'm.onnx'|line 2:14: m cannot be written as ONNX: CATEGORY_HASH(city, 5) hashes"
            + " values",
        "s TO 'm.sql'|line 2:14: s is of type spectral, which is not a formula that SQL can compute"
            + " for a row: TO PREDICT writes its predictions to a table, and a .sqlflow file takes"
            + " it elsewhere. Or train it WITH model.rules = 12: SQL can compute groups that are"
            + " rules",
        "s TO 'm.pmml'|line 2:14: s is of type spectral, which is not a formula that PMML",
      })
  void whatCannotBeExportedSaysSo(String export, String message) {
    makeRows();
    train("kmeans WITH n_clusters = 2, train.on_null = skip", "a, CATEGORY_HASH(city, 5)");
    run("SELECT * FROM t WHERE id < 200 TO TRAIN spectral WITH n_clusters = 2 COLUMN b, c INTO s");

    assertThatThrownBy(() -> run("EXPORT MODEL " + export)).hasMessageStartingWith(message);
    assertThat(folder.resolve("m.sql")).doesNotExist();
  }

  @Test
  void aModelThatIsTooLargeIsRefusedBeforeAnythingIsWritten() {
    makeRows();
    run(
        "SELECT * FROM t TO TRAIN autoencoder WITH encode_units = [400, 300, 2], pretrain_epochs ="
            + " 1, train.on_null = mean COLUMN a, b, c INTO m");

    assertThatThrownBy(() -> run("EXPORT MODEL m TO 'm.sql'"))
        .hasMessageStartingWith(
            "line 2:14: m has 122,502 numbers, and a SELECT takes at most 100,000: use TO PREDICT,"
                + " or train a smaller model (fewer groups or features, or smaller"
                + " model.encode_units)");
    assertThat(folder.resolve("m.sql")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"format\": 4}|is not a model file of SQLFlow",
        "not json|is not a model file of SQLFlow",
        "[1, 2]|is not a model file of SQLFlow"
      })
  void aFileFromElsewhereIsRefused(String content, String message) throws IOException {
    Files.writeString(folder.resolve("m.sqlflow"), content);
    assertThatThrownBy(() -> run("IMPORT MODEL 'm.sqlflow'"))
        .hasMessageStartingWith("line 2:14: ")
        .hasMessageContaining(message);
    assertThatThrownBy(() -> run("IMPORT MODEL 'nosuch.sqlflow' AS m"))
        .hasMessageContaining("no file ");
  }

  @Test
  void aFileThatWasChangedIsRefused() throws IOException {
    makeRows();
    train("kmeans WITH n_clusters = 2, train.on_null = skip", "a, c");
    run("EXPORT MODEL m TO 'm.sqlflow'");
    Path file = folder.resolve("m.sqlflow");
    Files.writeString(file, Files.readString(file).replace("NUMERIC", "EXECUTE"));
    assertThatThrownBy(() -> run("IMPORT MODEL 'm.sqlflow' AS n"))
        .hasMessageContaining("model m is corrupt");
    assertThat(run("SHOW MODELS").to_dataframe().rowCount()).isOne();
  }
}
