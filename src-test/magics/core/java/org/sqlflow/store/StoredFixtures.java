package org.sqlflow.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.sqlflow.magic.CellListener;
import org.sqlflow.magic.SqlflowMagic;
import org.sqlflow.magic.Variables;
import org.sqlflow.text.Text;

/**
 * Writes the fixtures of stored models that {@link StoredFixturesTest} reads: before a release,
 * into a new folder named after its version.
 *
 * <pre>
 * cd src-test/magics/core/resources/org/sqlflow/models/autoencoder/keras   # where ae_pretrain.h5 lies
 * java -cp ... org.sqlflow.store.StoredFixtures FOLDER [REGEX]
 * </pre>
 *
 * <p>With a regular expression only of the models whose whole name it matches.
 */
public final class StoredFixtures {
  private StoredFixtures() {}

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NUMBERS = "age, amount, ratio, temperature, volume";
  private static final String ALL_ROWS = "SELECT * FROM rows ORDER BY id";
  private static final String TRAINED_ON = "SELECT * FROM rows WHERE id <= 80 ORDER BY id";
  private static final String SOME_ROWS = "SELECT * FROM rows WHERE id > 95 ORDER BY id";

  /** Rows that a training never had: gaps, values far away, and categories that are new. */
  private static final String STRANGE_ROWS =
      "SELECT id, CASE WHEN id % 7 = 0 THEN NULL ELSE age END AS age, CASE WHEN id % 5 = 0 THEN"
          + " -1000 * amount ELSE amount END AS amount, CASE WHEN id % 9 = 0 THEN 'NaN'::DOUBLE"
          + " ELSE ratio END AS ratio, temperature, volume * 3 AS volume, CASE WHEN id % 8 = 0 THEN"
          + " NULL ELSE region END AS region, CASE WHEN id % 6 = 0 THEN 'Elsewhere' WHEN id % 11 ="
          + " 0 THEN NULL ELSE city END AS city, CASE WHEN id % 10 = 0 THEN NULL ELSE readings END"
          + " AS readings, active FROM rows WHERE id <= 60 ORDER BY id";

  private record Model(String name, String type, String with, String columns, String using) {
    String train() {
      return TRAINED_ON
          + "\nTO TRAIN "
          + type
          + "\nWITH train.verbose = 0, "
          + with
          + "\nCOLUMN "
          + columns
          + (using.isEmpty() ? "" : "\nUSING " + using)
          + "\nINTO "
          + name;
    }

    /** In the order in which the model writes them. */
    String extraOutputs() {
      return switch (type) {
        case "kmeans", "gaussianMixture", "spectral", "density" -> "[distance, confidence]";
        case "clusterModel" -> "[distance, confidence, embedding]";
        default -> "";
      };
    }
  }

  private static List<Model> models() {
    String small =
        "model.n_clusters = 3, model.encode_units = [8, 3], model.pretrain_epochs = 6,"
            + " model.train_max_iters = 60";
    String functions =
        "LOG(amount), age, ratio, BUCKET(temperature, [0, 15.5]), INDICATOR(city),"
            + " CATEGORY_ID(region, 5), CATEGORY_HASH(city, 4),"
            + " CROSS([region, BUCKET(age, [30, 50])], 6), DENSE(readings, 3, ';'), active";
    List<Model> models = new ArrayList<>();
    models.add(new Model("Kmeans_Plain", "kmeans", "model.n_clusters = 3", NUMBERS, ""));
    models.add(
        new Model(
            "kmeans_functions",
            "kmeans",
            "model.n_clusters = 4, train.scale = robust, train.on_null = mean",
            functions,
            ""));
    models.add(
        new Model(
            "kmeans_skip",
            "kmeans",
            "model.n_clusters = 3, train.on_null = skip",
            "NUMERIC(age), ratio, LOG(amount), CATEGORY_ID(region, 5), DENSE(readings, 3, ';')",
            ""));
    models.add(new Model("kmeans_auto", "kmeans", "model.n_clusters = auto", NUMBERS, ""));
    models.add(
        new Model(
            "kmeans_minmax", "kmeans", "model.n_clusters = 3, train.scale = minmax", NUMBERS, ""));
    for (String distance : List.of("cosine", "manhattan")) {
      models.add(
          new Model(
              "kmeans_" + distance,
              "kmeans",
              "model.n_clusters = 3, model.distance = " + distance,
              NUMBERS,
              ""));
    }
    models.add(
        new Model(
            "kmeans_weights",
            "kmeans",
            "model.n_clusters = 3, train.scale = standard",
            "2 * age, LOG(amount), INDICATOR(city), 0.5 * INDICATOR(region), ratio",
            ""));
    for (String covariance : List.of("full", "diagonal", "tied")) {
      models.add(
          new Model(
              "mixture_" + covariance,
              "gaussianMixture",
              "model.n_clusters = 3, model.covariance = " + covariance,
              NUMBERS,
              ""));
    }
    models.add(
        new Model(
            "spectral_few", "spectral", "model.n_clusters = 3, model.landmarks = 20", NUMBERS, ""));
    models.add(new Model("density_few", "density", "model.min_cluster_size = 8", NUMBERS, ""));
    models.add(
        new Model(
            "autoencoder_relu",
            "autoencoder",
            "model.encode_units = [8, 3], model.pretrain_epochs = 6, train.seed = -5",
            NUMBERS,
            ""));
    for (String activation :
        List.of("leakyrelu", "elu", "selu", "gelu", "swish", "tanh", "sigmoid", "softplus")) {
      models.add(
          new Model(
              "autoencoder_" + activation,
              "autoencoder",
              "model.encode_units = [4, 2], model.pretrain_epochs = 2,"
                  + " model.pretrain_activation_func = "
                  + activation,
              "age, LOG(amount), ratio",
              ""));
    }
    models.add(new Model("cluster_case_1", "clusterModel", small, NUMBERS, ""));
    models.add(new Model("cluster_case_2", "clusterModel", small, NUMBERS, "autoencoder_relu"));
    models.add(
        new Model(
            "cluster_case_3", "clusterModel", small + ", model.run_pretrain = false", NUMBERS, ""));
    models.add(
        new Model(
            "cluster_case_4",
            "clusterModel",
            small + ", model.run_pretrain = false",
            NUMBERS,
            "autoencoder_relu"));
    models.add(
        new Model(
            "cluster_restarts",
            "clusterModel",
            small + ", train.restarts = 3, train.seed = 7",
            "LOG(amount), age, ratio, INDICATOR(city), active",
            ""));
    models.add(
        new Model(
            "cluster_keras",
            "clusterModel",
            "model.n_clusters = 3, model.train_max_iters = 60, model.run_pretrain = false",
            "age, LOG(amount), ratio, temperature",
            "\"ae_pretrain.h5\""));
    models.add(
        new Model(
            "cluster_none",
            "clusterModel",
            small + ", train.scale = none, model.cluster_init = random",
            "ratio, LOG(amount), active, DENSE(readings, 3, ';')",
            ""));
    return models;
  }

  private record Prediction(String model, String extraOutputs, String query) {
    String statement() {
      String with = extraOutputs.isEmpty() ? "" : "\nWITH predict.extra_outputs = " + extraOutputs;
      return query + "\nTO PREDICT predicted.prediction" + with + "\nUSING " + model;
    }
  }

  public static void main(String[] arguments) throws Exception {
    make(
        Files.createDirectories(Path.of(arguments[0]).toAbsolutePath()),
        arguments.length > 1 ? arguments[1] : ".*");
    System.exit(0);
  }

  private static void make(Path folder, String names) throws Exception {
    Files.writeString(folder.resolve("rows.csv"), csv());
    Files.writeString(
        folder.resolve("rows.sql"),
        "CREATE TABLE rows AS SELECT * FROM read_csv('rows.csv', header = true, delim = ',',"
            + " auto_detect = false, columns = {'id': 'BIGINT', 'age': 'DOUBLE', 'amount':"
            + " 'DOUBLE', 'ratio': 'DOUBLE', 'temperature': 'DOUBLE', 'volume': 'BIGINT',"
            + " 'region': 'INTEGER', 'city': 'VARCHAR', 'readings': 'VARCHAR', 'active':"
            + " 'BOOLEAN'})\n");
    try (Session session = new Session(folder)) {
      List<Prediction> predictions = new ArrayList<>();
      for (Model model : models()) {
        if (!model.name().matches(names)) {
          continue;
        }
        session.run(model.train());
        boolean small = model.with().contains("[4, 2]");
        predictions.add(
            new Prediction(model.name(), model.extraOutputs(), small ? SOME_ROWS : ALL_ROWS));
        if (model.name().matches("kmeans_functions|kmeans_skip")) {
          predictions.add(new Prediction(model.name(), model.extraOutputs(), STRANGE_ROWS));
        }
      }
      Files.writeString(
          folder.resolve("models.sql"),
          session.text("SELECT sql FROM duckdb_tables() WHERE table_name = 'sqlflow_models'")
              + "\n");
      Files.writeString(folder.resolve("models.json"), session.models());
      Files.writeString(folder.resolve("predictions.json"), session.predicted(predictions));
    }
  }

  /** Three kinds of customers, with figures of few digits that read back as they are. */
  private static String csv() {
    SplittableRandom random = new SplittableRandom(20240901);
    String[] cities = {"Oslo", "Bergen", "Tromsø", "Ålesund"};
    StringBuilder csv =
        new StringBuilder("id,age,amount,ratio,temperature,volume,region,city,readings,active\n");
    for (int id = 1; id <= 130; id++) {
      int kind = random.nextInt(3);
      double age = 24 + 18 * kind + 14 * random.nextDouble();
      double amount =
          random.nextInt(8) == 0 ? 0 : Math.pow(10, 0.5 + kind + 1.6 * random.nextDouble());
      double ratio = Math.min(1, Math.max(0, 0.2 + 0.3 * kind + 0.3 * (random.nextDouble() - 0.5)));
      double temperature = -12 + 20 * ((kind * 2) % 3) / 2.0 + 16 * random.nextDouble();
      long volume = 1_000_000L + 400_000L * ((kind + 1) % 3) + random.nextInt(350_000);
      int region = (kind + random.nextInt(3)) % 5;
      String city = cities[(kind + random.nextInt(2)) % cities.length];
      csv.append(
          Text.of(
              "%d,%.1f,%.2f,%.3f,%.2f,%d,%d,%s,\"%.2f;%.1f;%.0f\",%s%n",
              id,
              age,
              amount,
              ratio,
              temperature,
              volume,
              region,
              city,
              kind + random.nextDouble(),
              -50 * random.nextDouble() + 20 * kind,
              1000 * random.nextDouble(),
              random.nextInt(4) <= kind));
    }
    return csv.toString().replace("\r", "");
  }

  /** SQLFlow on a separate database, which is gone afterwards. */
  private static final class Session implements AutoCloseable {
    private final Path scratch = Files.createTempDirectory("fixtures");
    private final SqlflowMagic magic =
        new SqlflowMagic(
            Map.of("SQLFLOW_DATASOURCE", "jdbc:duckdb:" + scratch.resolve("fixtures.duckdb")),
            scratch);

    Session(Path folder) throws IOException {
      run(
          Files.readString(folder.resolve("rows.sql"))
              .replace("'rows.csv'", "'" + folder.resolve("rows.csv") + "'"));
    }

    void run(String statements) {
      magic.run(
          "%%sqlflow\n" + statements, "%%sqlflow".length(), Variables.NONE, CellListener.SILENT);
    }

    String text(String query) throws SQLException {
      try (Connection connection = magic.connection();
          Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery(query)) {
        rows.next();
        return rows.getString(1);
      }
    }

    String models() throws SQLException, IOException {
      List<String> texts = new ArrayList<>();
      try (Connection connection = magic.connection();
          Statement statement = connection.createStatement();
          ResultSet rows =
              statement.executeQuery("SELECT * FROM sqlflow_models ORDER BY model_key")) {
        while (rows.next()) {
          Map<String, Object> row = new LinkedHashMap<>();
          for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
            String name = rows.getMetaData().getColumnName(i);
            Object value = name.equals("network") ? rows.getBytes(i) : rows.getObject(i);
            row.put(
                name,
                value instanceof byte[] bytes ? Base64.getEncoder().encodeToString(bytes) : value);
          }
          texts.add(JSON.writeValueAsString(row));
        }
      }
      return "[\n" + String.join(",\n", texts) + "\n]\n";
    }

    String predicted(List<Prediction> predictions) throws SQLException, IOException {
      List<String> texts = new ArrayList<>();
      for (Prediction prediction : predictions) {
        run(prediction.statement());
        StringBuilder text = new StringBuilder("{");
        field(text, "model", prediction.model());
        field(text, "query", prediction.query());
        field(text, "extra_outputs", prediction.extraOutputs());
        text.append("\n\"columns\":{");
        columns()
            .forEach(
                (name, values) ->
                    text.append(text.charAt(text.length() - 1) == '{' ? "\n" : ",\n")
                        .append('"')
                        .append(name)
                        .append("\":[")
                        .append(String.join(",", values))
                        .append(']'));
        texts.add(text.append("\n}}").toString());
      }
      return "[\n" + String.join(",\n", texts) + "\n]\n";
    }

    private static void field(StringBuilder text, String name, String value) throws IOException {
      text.append('"')
          .append(name)
          .append("\":")
          .append(JSON.writeValueAsString(value))
          .append(',');
    }

    /** What the model wrote beside the query's columns; floats as Float.toString writes them. */
    private Map<String, List<String>> columns() throws SQLException {
      Map<String, List<String>> columns = new LinkedHashMap<>();
      try (Connection connection = magic.connection();
          Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery("SELECT * FROM predicted ORDER BY id")) {
        ResultSetMetaData meta = rows.getMetaData();
        while (rows.next()) {
          for (int i = 1; i <= meta.getColumnCount(); i++) {
            String name = meta.getColumnName(i);
            if (name.matches("prediction.*|distance|confidence|embedding_.*")) {
              columns
                  .computeIfAbsent(name, n -> new ArrayList<>())
                  .add(String.valueOf(rows.getObject(i)));
            }
          }
        }
      }
      return columns;
    }

    @Override
    public void close() throws IOException {
      magic.close();
      try (var files = Files.list(scratch)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(scratch);
    }
  }
}
