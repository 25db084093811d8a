package org.sqlflow.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlflow.database.DataSource;
import org.sqlflow.database.Database;
import org.sqlflow.database.session.Databases;
import org.sqlflow.magic.CellListener;
import org.sqlflow.magic.SqlflowMagic;
import org.sqlflow.magic.Variables;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/**
 * Models that each release stored load for ever and predict what they predicted then. {@code
 * fixtures/VERSION} has the table that they were trained on, the rows of sqlflow_models, and
 * predictions; {@link StoredFixtures} writes those of the current version.
 */
class StoredFixturesTest {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir Path folder;

  static Path fixtures(String version) {
    try {
      return Path.of(
              StoredFixturesTest.class.getResource("fixtures/" + version + "/models.json").toURI())
          .getParent();
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1.0", "0.2.0", "0.2.0-methods"})
  void everyModelIsListedDescribedAndPredictsTheSame(String version) throws IOException {
    Path fixtures = fixtures(version);
    Path file = folder.resolve("fixtures.duckdb");
    JsonNode models = JSON.readTree(fixtures.resolve("models.json").toFile());
    try (Database database = Databases.connect(DataSource.parse("duckdb://" + file, folder))) {
      load(database, fixtures, models);
    }
    try (SqlflowMagic magic =
        new SqlflowMagic(Map.of("SQLFLOW_DATASOURCE", "duckdb://" + file), folder)) {
      Table listed = run(magic, "SHOW MODELS");
      assertThat(listed.rowCount()).isEqualTo(models.size());
      assertThat(listed.stringColumn("trained at").asList())
          .allMatch(trained -> trained.matches("\\d{4}-\\d\\d-\\d\\dT.*Z"));
      for (JsonNode model : models) {
        Table described = run(magic, "DESCRIBE MODEL " + model.get("name").asText());
        assertThat(described.stringColumn("value").asList()).contains("80");
        assertThat(described.stringColumn("property").asList())
            .contains(
                model.get("type").asText().equals("autoencoder") ? "code width" : "group sizes");
      }
      for (JsonNode expected : JSON.readTree(fixtures.resolve("predictions.json").toFile())) {
        assertPredicts(magic, expected);
        assertLacksDistances(magic, expected);
      }
    }
  }

  private static void load(Database database, Path fixtures, JsonNode models) throws IOException {
    database.run(
        Files.readString(fixtures.resolve("rows.sql"))
            .replace("'rows.csv'", "'" + fixtures.resolve("rows.csv") + "'"));
    database.run(Files.readString(fixtures.resolve("models.sql")));
    List<String> columns =
        List.of(
            "model_key",
            "name",
            "type",
            "format",
            "trained_at",
            "features",
            "parameters",
            "network",
            "history",
            "digest");
    for (JsonNode model : models) {
      List<Object> values = new ArrayList<>();
      for (String column : columns) {
        JsonNode value = model.get(column);
        if (column.equals("network")) {
          values.add(value.isNull() ? null : value.binaryValue());
        } else {
          values.add(value.isInt() ? (Object) value.asInt() : value.asText());
        }
      }
      database.replace("sqlflow_models", columns, values);
    }
  }

  private static void assertPredicts(SqlflowMagic magic, JsonNode expected) {
    String extra = expected.get("extra_outputs").asText();
    execute(
        magic,
        expected.get("query").asText()
            + "\nTO PREDICT predicted.prediction"
            + (extra.isEmpty() ? "" : "\nWITH predict.extra_outputs = " + extra)
            + "\nUSING "
            + expected.get("model").asText());
    Table predicted = run(magic, "SELECT * FROM predicted ORDER BY id");
    expected
        .get("columns")
        .properties()
        .forEach(
            column ->
                assertThat(texts(predicted.column(column.getKey())))
                    .as("%s of %s", column.getKey(), expected.get("model").asText())
                    .isEqualTo(texts(column.getValue())));
  }

  /** Groups of models of earlier versions can have names, and no anomalies. */
  private static void assertLacksDistances(SqlflowMagic magic, JsonNode expected) {
    String model = expected.get("model").asText();
    if (!run(magic, "DESCRIBE MODEL " + model).stringColumn("property").contains("group sizes")) {
      return;
    }
    String start = expected.get("query").asText() + "\nTO PREDICT outliers.g WITH predict.";
    for (String attribute : List.of("extra_outputs = anomaly", "anomaly_threshold = 0.9")) {
      assertThatThrownBy(() -> execute(magic, start + attribute + " USING " + model))
          .hasMessageContaining(
              model + " was trained before its rows' distances were stored: retrain it");
    }
    execute(magic, "ALTER MODEL " + model + " NAME GROUPS (0 = 'First')");
    execute(magic, start + "names = true USING " + model);
    assertThat(run(magic, "SELECT DISTINCT g_name FROM outliers WHERE g = 0").getString(0, 0))
        .isEqualTo("First");
  }

  private static List<String> texts(Column<?> column) {
    List<String> texts = new ArrayList<>();
    for (int row = 0; row < column.size(); row++) {
      texts.add(column.isMissing(row) ? "null" : String.valueOf(column.get(row)));
    }
    return texts;
  }

  private static List<String> texts(JsonNode values) {
    List<String> texts = new ArrayList<>();
    for (JsonNode value : values) {
      texts.add(
          value.isFloatingPointNumber()
              ? Float.toString((float) value.doubleValue())
              : value.asText());
    }
    return texts;
  }

  private static void execute(SqlflowMagic magic, String statements) {
    magic.run(
        "%%sqlflow\n" + statements, "%%sqlflow".length(), Variables.NONE, CellListener.SILENT);
  }

  private static Table run(SqlflowMagic magic, String statements) {
    return magic
        .run("%%sqlflow\n" + statements, "%%sqlflow".length(), Variables.NONE, CellListener.SILENT)
        .to_dataframe();
  }
}
