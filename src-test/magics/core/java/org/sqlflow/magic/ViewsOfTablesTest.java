package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sqlflow.text.Text;

/**
 * On real tables the groups of a view are those of TO PREDICT, for each row but for those at a
 * border: rows that belong to the next group nearly as well, with a margin below 1e-5. They are
 * counted, and said. Groups that are rules are the same without exceptions.
 */
class ViewsOfTablesTest extends CellsTest {
  private static final double BORDER = 1e-5;

  private static final List<String> METHODS =
      List.of(
          "kmeans WITH n_clusters = 6",
          "kmeans WITH n_clusters = 4, distance = manhattan",
          "kmeans WITH n_clusters = 4, distance = cosine",
          "kmeans WITH n_clusters = 4, model.rules = 10",
          "gaussianMixture WITH n_clusters = 4",
          "gaussianMixture WITH n_clusters = 4, covariance = tied",
          "spectral WITH n_clusters = 4, model.rules = 10",
          "density WITH min_cluster_size = 20, model.rules = 60",
          "clusterModel WITH n_clusters = 4, encode_units = [12, 4], pretrain_epochs = 2,"
              + " train_max_iters = 20");

  /** The folder with the tables of the long test. */
  private static Path tables() {
    return Path.of(System.getProperty("sqlflow.tables", "../../../shared/data"));
  }

  @ParameterizedTest
  @CsvSource({
    "src-test/magics/core/resources/org/sqlflow/models/iris.csv, 0",
    "notebooks/data/credit_card_customers.csv.gz, 4",
    "notebooks/data/online_shoppers.csv.gz, 3"
  })
  void aViewOfATableHasTheGroupsOfToPredict(String table, int method, TestReporter reporter) {
    compare(Path.of("../..").resolve(table), METHODS.get(method), reporter);
  }

  static Stream<Arguments> allTables() throws IOException {
    if (!Files.isDirectory(tables())) {
      return Stream.of(arguments(tables(), METHODS.get(0)));
    }
    try (Stream<Path> files = Files.walk(tables())) {
      return files
          .filter(file -> file.toString().matches(".*[.]csv([.]gz)?"))
          .sorted()
          .toList()
          .stream()
          .flatMap(file -> METHODS.stream().map(method -> arguments(file, method)))
          .sorted(Comparator.comparing(pair -> METHODS.indexOf(pair.get()[1])))
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("allTables")
  @EnabledIfSystemProperty(named = "sqlflow.long", matches = "true")
  void aViewOfEachTableHasTheGroupsOfToPredict(Path table, String method, TestReporter reporter) {
    assumeThat(table).isRegularFile();
    compare(table, method, reporter);
  }

  private void compare(Path table, String method, TestReporter reporter) {
    run("DROP VIEW IF EXISTS v");
    run(
        Text.of(
            "CREATE OR REPLACE TABLE t AS SELECT row_number() OVER () AS row_key, * FROM '%s'",
            table.toString().replace("'", "''")));
    String columns = columns();
    try {
      run(
          "SELECT * FROM t WHERE row_key <= 1000 TO TRAIN "
              + method
              + ", train.on_null = mean, train.verbose = 0 COLUMN "
              + columns
              + " INTO m");
    } catch (MagicException error) {
      // Density found no groups, or no rules tell them apart: rings, and spirals.
      assumeThat(error)
          .hasMessageNotContainingAny(
              "so there are no groups", "no rules on single columns separate");
      throw error;
    }
    run("SELECT * FROM t TO PREDICT p.g WITH predict.extra_outputs = [margin] USING m");
    run("SELECT * FROM t TO PREDICT v.g WITH predict.view = true USING m");
    String joined = "FROM p JOIN v USING (row_key)";
    long rows = count("SELECT count(*) " + joined);
    long moved = count("SELECT count(*) " + joined + " WHERE p.g IS DISTINCT FROM v.g");
    long near = count("SELECT count(*) FROM p WHERE margin < " + BORDER);
    long wrong =
        count(
            Text.of(
                "SELECT count(*) %s WHERE p.g IS DISTINCT FROM v.g AND NOT p.margin < %s",
                joined, BORDER));
    String name = table.getFileName() + ", " + method;
    reporter.publishEntry(
        name,
        Text.of("%,d rows, %,d at a border, %,d of these in the other group", rows, near, moved));
    assertThat(rows).as(name).isEqualTo(count("SELECT count(*) FROM t")).isPositive();
    assertThat(count("SELECT count(DISTINCT g) FROM v")).as(name).isPositive();
    assertThat(method.contains("model.rules") ? moved : wrong).as(name).isZero();
  }

  /** Numbers and truth values as they are, texts of few values as categories; no key, no label. */
  private String columns() {
    return run("SELECT string_agg(CASE WHEN column_type = 'VARCHAR' THEN 'INDICATOR(' || name ||"
            + " ')' ELSE name END, ', ') FROM (SELECT '\"' || replace(column_name, '\"',"
            + " '\"\"') || '\"' AS name, column_type, approx_unique FROM (SUMMARIZE t) WHERE"
            + " lower(column_name) NOT IN ('row_key', 'label', 'cust_id') AND (column_type"
            + " <> 'VARCHAR' OR approx_unique < 40) AND column_type NOT IN ('DATE',"
            + " 'TIMESTAMP', 'TIME'))")
        .to_dataframe()
        .getString(0, 0);
  }

  private long count(String query) {
    return ((Number) value(query)).longValue();
  }
}
