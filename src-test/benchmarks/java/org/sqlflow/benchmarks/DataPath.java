package org.sqlflow.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.sqlflow.data.Column;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.ColumnType;
import org.sqlflow.data.ColumnVector;
import org.sqlflow.data.OutputColumn;
import org.sqlflow.data.RowBatch;
import org.sqlflow.data.RowSource;
import org.sqlflow.data.Schema;
import org.sqlflow.database.DataSource;
import org.sqlflow.database.Database;
import org.sqlflow.database.OutputTable;
import org.sqlflow.database.RowLimit;
import org.sqlflow.database.session.Databases;
import org.sqlflow.features.OnNull;
import org.sqlflow.features.encoding.FeatureEncoding;
import org.sqlflow.features.encoding.FeatureFitter;
import org.sqlflow.features.encoding.FeatureSelection;
import org.sqlflow.features.scale.Scale;
import tech.tablesaw.api.Table;

/** From a table of 10 doubles to the scaled matrix, and from predictions to the output table. */
final class DataPath {
  private static final int ROWS = 1_000_000;
  private static final int BLOCK = 65_536;
  private static final String BAR_OF_READING = "15; 12 in a file";
  private static final List<String> NAMES = IntStream.range(0, 10).mapToObj(i -> "c" + i).toList();
  static final List<ColumnRead> COLUMNS =
      NAMES.stream().map(name -> ColumnRead.numbers(name)).toList();
  static final String QUERY = "SELECT * FROM t";

  private DataPath() {}

  static Section run(Arguments arguments) throws IOException {
    int count = arguments.number("count", 9);
    Section section =
        new Section(
            "Data path, 1,000,000 rows of 10 doubles, million rows a second",
            "what",
            "in memory",
            "bar",
            "in a file, as a kernel's own database is");
    Path file = Files.createTempDirectory("sqlflow-data").resolve("data.db");
    try (Database inMemory = connect("duckdb://:memory:");
        Database inFile = connect("duckdb://" + file)) {
      List<Database> databases = List.of(inMemory, inFile);
      databases.forEach(database -> createTable(database, ROWS));
      reading(section, databases, count);
      writing(section, databases, count);
    } finally {
      Files.delete(file);
      Files.delete(file.getParent());
    }
    return section;
  }

  static Database connect(String source) {
    return Databases.connect(DataSource.parse(source, Path.of("")));
  }

  static void createTable(Database database, int rows) {
    database.run(tableOf(rows));
  }

  private static String tableOf(int rows) {
    return "CREATE TABLE t AS SELECT "
        + String.join(", ", NAMES.stream().map(n -> "100 * random() AS " + n).toList())
        + " FROM range("
        + rows
        + ")";
  }

  private static void reading(Section section, List<Database> databases, int count) {
    String sums = String.join(", ", NAMES.stream().map(name -> "sum(" + name + ")").toList());
    row(
        section,
        "SUM of all columns inside DuckDB",
        "",
        databases,
        database ->
            Samples.of(3, count, () -> database.rows("SELECT " + sums + " FROM t", List.of())));
    row(
        section,
        "query to columns",
        "",
        databases,
        database -> Samples.of(5, count, () -> read(database, block -> {})));
    row(
        section,
        "query to scaled matrices, as a prediction does it",
        BAR_OF_READING,
        databases,
        database -> {
          FeatureEncoding encoding = learn(database).encoding();
          return Samples.of(5, count, () -> read(database, b -> encoding.encode(b, 0, b.rows())));
        });
    row(
        section,
        "query to one scaled matrix whose scale is learnt, as a training does it",
        BAR_OF_READING,
        databases,
        database -> Samples.of(5, count, () -> learn(database)));
    section.row(
        "such a table to Tablesaw's, by its Table.read().db", tablesaw().millions(ROWS), "", "");
  }

  /** With its own connection and table, whose making is not measured. */
  private static Samples tablesaw() {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute(tableOf(ROWS));
      return Samples.of(
          1,
          3,
          () -> {
            try (ResultSet rows = statement.executeQuery(QUERY)) {
              Table.read().db(rows);
            } catch (SQLException error) {
              throw new IllegalStateException(error);
            }
          });
    } catch (SQLException error) {
      throw new IllegalStateException(error);
    }
  }

  private static void row(
      Section section,
      String what,
      String bar,
      List<Database> databases,
      Function<Database, Samples> measured) {
    List<String> rates =
        databases.stream().map(database -> measured.apply(database).millions(ROWS)).toList();
    section.row(what, rates.get(0), bar, rates.get(1));
  }

  static FeatureFitter.Fitted learn(Database database) {
    Schema schema =
        new Schema(
            NAMES.stream().map(name -> new Column(name, ColumnType.REAL, "DOUBLE")).toList());
    FeatureSelection selection = FeatureSelection.choose(List.of(), schema, Optional.empty());
    FeatureFitter fitter =
        new FeatureFitter(selection, Scale.STANDARD, OnNull.ERROR, Optional.empty());
    try (RowSource source = database.read(QUERY, COLUMNS, RowLimit.atMost(ROWS))) {
      return fitter.fit(source, (n, width) -> {});
    }
  }

  static void read(Database database, Consumer<RowBatch> reader) {
    try (RowSource rows = database.read(QUERY, COLUMNS, RowLimit.atMost(ROWS))) {
      rows.read(reader);
    }
  }

  private static void writing(Section section, List<Database> databases, int count) {
    List<Samples[]> predictions =
        databases.stream().map(database -> predictions(database, count)).toList();
    List<String> rates = new ArrayList<>();
    for (int part = 0; part < 2; part++) {
      for (Samples[] samples : predictions) {
        rates.add(samples[part].millions(ROWS));
      }
    }
    section.row("predictions to the finished table", rates.get(0), "3.5 in a file", rates.get(1));
    section.row("the same with reading its rows", rates.get(2), "", rates.get(3));
    row(
        section,
        "CREATE TABLE AS inside DuckDB",
        "",
        databases,
        database ->
            Samples.of(
                3,
                count,
                () -> database.run("CREATE OR REPLACE TABLE o AS SELECT *, 1 AS g FROM t")));
  }

  /** The time to write predictions, and the time with reading the rows before. */
  private static Samples[] predictions(Database database, int count) {
    int[] groups = IntStream.range(0, BLOCK).map(row -> row % 7).toArray();
    int[] present = IntStream.range(0, BLOCK).toArray();
    double[] written = new double[count];
    double[] all = new double[count];
    for (int i = -3; i < count; i++) {
      long start = System.nanoTime();
      long filling;
      try (OutputTable table =
          database.output(
              QUERY, List.of("o"), List.of(new OutputColumn("g", OutputColumn.Type.INTEGER)))) {
        table.read(COLUMNS, block -> {});
        filling = System.nanoTime();
        for (int left = ROWS; left > 0; left -= BLOCK) {
          table.append(
              List.of(new ColumnVector.Ints(groups)),
              left < BLOCK ? Arrays.copyOf(present, left) : present);
        }
        table.finish();
      }
      if (i >= 0) {
        written[i] = (System.nanoTime() - filling) / 1e9;
        all[i] = (System.nanoTime() - start) / 1e9;
      }
    }
    return new Samples[] {new Samples(written), new Samples(all)};
  }
}
