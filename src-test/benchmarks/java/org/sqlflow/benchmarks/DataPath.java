package org.sqlflow.benchmarks;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.sqlflow.database.ColumnBlock;
import org.sqlflow.database.DataSource;
import org.sqlflow.database.Database;
import org.sqlflow.database.OutputTable;
import org.sqlflow.database.QueryRows;
import org.sqlflow.database.ReadColumn;
import org.sqlflow.database.RowsWanted;
import org.sqlflow.features.FeatureEncoding;
import org.sqlflow.features.FeatureLearner;
import org.sqlflow.features.FeatureSelection;
import org.sqlflow.features.HeldBlocks;
import org.sqlflow.features.OnNull;
import org.sqlflow.features.Scale;
import org.sqlflow.features.SourceColumn;

/** From a table of 10 doubles to the scaled matrix, and from predictions to the output table. */
final class DataPath {
  private static final int ROWS = 1_000_000;
  private static final int BLOCK = 65_536;
  private static final List<String> NAMES = IntStream.range(0, 10).mapToObj(i -> "c" + i).toList();
  static final List<ReadColumn> COLUMNS =
      NAMES.stream().map(name -> new ReadColumn(name, ReadColumn.Form.NUMBER)).toList();
  static final String QUERY = "SELECT * FROM t";

  private DataPath() {}

  static Section run(Arguments arguments) {
    int count = arguments.number("count", 9);
    Section section =
        new Section(
            "Data path, 1,000,000 rows of 10 doubles, million rows a second",
            "what",
            "here",
            "bar");
    try (Database database = Database.connect(DataSource.parse("duckdb://:memory:", Path.of("")))) {
      createTable(database, ROWS);
      reading(section, database, count);
      writing(section, database, count);
    }
    return section;
  }

  static void createTable(Database database, int rows) {
    database.run(
        "CREATE TABLE t AS SELECT "
            + String.join(", ", NAMES.stream().map(n -> "100 * random() AS " + n).toList())
            + " FROM range("
            + rows
            + ")");
  }

  private static void reading(Section section, Database database, int count) {
    String sums = String.join(", ", NAMES.stream().map(name -> "sum(" + name + ")").toList());
    Runnable sum = () -> database.rows("SELECT " + sums + " FROM t", List.of());
    section.row("SUM of all columns inside DuckDB", Samples.of(3, count, sum).millions(ROWS), "");
    Runnable columns = () -> read(database, block -> {});
    section.row("query to columns", Samples.of(5, count, columns).millions(ROWS), "");
    FeatureEncoding encoding = learn(database).encoding();
    Runnable scaled = () -> read(database, b -> encoding.encode(b.rows(), b.columns()));
    section.row(
        "query to scaled matrices, as a prediction does it",
        Samples.of(5, count, scaled).millions(ROWS),
        "6");
    section.row(
        "query to one scaled matrix whose scale is learnt, as a training does it",
        Samples.of(5, count, () -> learn(database)).millions(ROWS),
        "6");
  }

  static FeatureLearner.Learnt learn(Database database) {
    List<SourceColumn> offered =
        NAMES.stream()
            .map(name -> new SourceColumn(name, SourceColumn.Kind.REAL, "DOUBLE"))
            .toList();
    FeatureSelection selection = FeatureSelection.choose(List.of(), offered, Optional.empty());
    FeatureLearner learner =
        new FeatureLearner(selection, Scale.STANDARD, OnNull.ERROR, Optional.empty());
    HeldBlocks blocks = new HeldBlocks(selection.reads());
    read(database, block -> blocks.add(block.rows(), block.columns()));
    return learner.learn(blocks);
  }

  static void read(Database database, Consumer<ColumnBlock> reader) {
    try (QueryRows rows = database.query(QUERY, COLUMNS, RowsWanted.atMost(ROWS))) {
      rows.read(reader);
    }
  }

  private static void writing(Section section, Database database, int count) {
    int[] groups = IntStream.range(0, BLOCK).map(row -> row % 7).toArray();
    int[] present = IntStream.range(0, BLOCK).toArray();
    double[] written = new double[count];
    double[] all = new double[count];
    for (int i = -3; i < count; i++) {
      long start = System.nanoTime();
      long filling;
      try (OutputTable table =
          database.output(QUERY, List.of("o"), List.of(new OutputTable.Column("g", true)))) {
        table.read(COLUMNS, block -> {});
        filling = System.nanoTime();
        for (int left = ROWS; left > 0; left -= BLOCK) {
          table.append(List.of(groups), left < BLOCK ? Arrays.copyOf(present, left) : present);
        }
        table.finish();
      }
      if (i >= 0) {
        written[i] = (System.nanoTime() - filling) / 1e9;
        all[i] = (System.nanoTime() - start) / 1e9;
      }
    }
    section.row("predictions to the finished table", new Samples(written).millions(ROWS), "4");
    section.row("the same with reading its rows", new Samples(all).millions(ROWS), "");
    Runnable copy = () -> database.run("CREATE OR REPLACE TABLE o AS SELECT *, 1 AS g FROM t");
    section.row("CREATE TABLE AS inside DuckDB", Samples.of(3, count, copy).millions(ROWS), "");
  }
}
