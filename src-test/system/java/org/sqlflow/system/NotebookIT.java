package org.sqlflow.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Notebooks through nbconvert, as a reader runs them. */
@ExtendWith(RealKernel.class)
class NotebookIT {
  private static final String TRAIN =
      """
      SELECT * FROM input_table
      TO TRAIN clusterModel
      WITH
          model.encode_units = [100, 7]
          model.n_clusters = 5
          model.run_pretrain = false
      COLUMN m1, m2, m3, m4, m5, m6, m7, m8, m9, m10
      USING existed_pretrain_model
      INTO my_cluster_model;\
      """;
  private static final String PREDICT =
      """
      SELECT *
      FROM input_table
      TO PREDICT output_table.group_id
      USING my_cluster_model;\
      """;
  private static final String AGGREGATE =
      "select group_id, "
          + IntStream.rangeClosed(1, 10)
              .mapToObj(i -> "avg(m" + i + ") as avgm" + i)
              .collect(Collectors.joining(", "))
          + "\nfrom output_table group by group_id";

  /** How long something took and when it was, in sentences and in tables. */
  private static final Pattern TIMES =
      Pattern.compile(
          "\\d+(?:\\.\\d+)? (?:h|min|s|ms)\\b(?: \\d+ (?:min|s)\\b)?"
              + "|\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ"
              + "|(?<=seconds</td><td[^>]{0,200}>)[\\d.,]+"
              + "|(?<=seconds {1,80})[\\d.,]+");

  /** Seconds as a query rounds them. */
  private static final Pattern ONE_DECIMAL = Pattern.compile("(?<![\\d.])\\d+\\.\\d(?!\\d)");

  private static final int CUSTOMERS = 8950;
  private static final int VISITS = 12_330;

  @TempDir private Path folder;

  @Test
  void everyCustomerIsInOneOfAtMostFiveGroups(InstalledKernel kernel) throws IOException {
    Notebook executed =
        Notebook.copyOf("clustering.ipynb", folder)
            .with(
                "System.out.println(result_table.columnNames() + \" \" + result_table.rowCount());",
                """
                %%sqlflow
                SELECT count(*), count(group_id), count(DISTINCT group_id), min(group_id), max(group_id)
                FROM output_table
                """,
                "_.to_dataframes(check_table)",
                "for (int i = 0; i < 5; i++) System.out.println(check_table.get(0, i));")
            .executed(kernel);

    List<Notebook.Cell> cells = executed.codeCells();
    List<String> sources = cells.stream().map(Notebook.Cell::source).toList();
    assertThat(sources).anyMatch(source -> source.contains(TRAIN));
    assertThat(sources).anyMatch(source -> source.contains(PREDICT));
    assertThat(sources).anyMatch(source -> source.contains(AGGREGATE));
    assertThat(sources).contains("_.to_dataframes(result_table)");

    List<Integer> counts =
        cells.get(cells.size() - 1).printed().lines().map(Integer::valueOf).toList();
    int groups = counts.get(2);
    assertThat(groups).isBetween(2, 5);
    assertThat(counts).containsExactly(CUSTOMERS, CUSTOMERS, groups, 0, groups - 1);

    String columns =
        IntStream.rangeClosed(1, 10).mapToObj(i -> ", avgm" + i).collect(Collectors.joining());
    assertThat(cells.get(cells.size() - 4).printed())
        .isEqualTo("[group_id" + columns + "] " + groups + "\n");
    assertThat(shownBy(cells, "_.to_dataframes(result_table)").shown("text/html"))
        .contains("<table", "group_id", "avgm10");
  }

  @Test
  void allFourCasesGroupEveryCustomer(InstalledKernel kernel) throws IOException {
    Notebook executed =
        Notebook.copyOf("four_cases.ipynb", folder)
            .with(
                """
                %%sqlflow
                SELECT c, count(*) AS n, count(group_id) AS grouped, count(DISTINCT group_id) AS groups
                FROM (SELECT 1 AS c, group_id FROM case_1_groups
                      UNION ALL SELECT 2, group_id FROM case_2_groups
                      UNION ALL SELECT 3, group_id FROM case_3_groups
                      UNION ALL SELECT 4, group_id FROM case_4_groups)
                GROUP BY c ORDER BY c
                """,
                "_.to_dataframes(check_table)",
                "for (int row = 0; row < check_table.rowCount(); row++)\n"
                    + "  for (int i = 0; i < 4; i++) System.out.println(check_table.get(row, i));")
            .executed(kernel);

    List<Notebook.Cell> cells = executed.codeCells();
    List<Integer> counts =
        cells.get(cells.size() - 1).printed().lines().map(Integer::valueOf).toList();
    assertThat(counts).hasSize(4 * 4);
    for (int c = 1; c <= 4; c++) {
      List<Integer> row = counts.subList(4 * (c - 1), 4 * c);
      assertThat(row.subList(0, 3)).containsExactly(c, CUSTOMERS, CUSTOMERS);
      assertThat(row.get(3)).as("groups of case " + c).isBetween(2, 5);
    }
    for (String unused : List.of("case_2", "case_3", "case_4")) {
      assertThat(training(cells, unused)).contains("model.encode_units", "no effect");
    }
    assertThat(training(cells, "case_1")).doesNotContain("no effect");
  }

  @Test
  void theTourShowsEveryStatementOnce(InstalledKernel kernel) throws IOException {
    Notebook executed =
        Notebook.copyOf("language_tour.ipynb", folder)
            .with(
                """
                %%sqlflow
                SELECT count(*), count(kind), count(DISTINCT kind),
                       (SELECT count(*) FROM visit_scores), (SELECT count(*) FROM sqlflow_models)
                FROM visits_grouped
                """,
                "_.to_dataframes(check_table)",
                "for (int i = 0; i < 5; i++) System.out.println(check_table.get(0, i));")
            .executed(kernel);

    List<Notebook.Cell> cells = executed.codeCells();
    List<Integer> counts =
        cells.get(cells.size() - 1).printed().lines().map(Integer::valueOf).toList();
    assertThat(counts).containsExactly(VISITS, VISITS, 4, 7, 4);
    assertThat(shownBy(cells, "kinds.longColumn(\"visits\").sum()").shown("text/plain"))
        .isEqualTo(VISITS + ".0");
  }

  @Test
  void everyVisitIsInASegmentWithANameAndTwoOfThemBringInMostPurchases(InstalledKernel kernel)
      throws IOException {
    Notebook executed =
        Notebook.copyOf("customers.ipynb", folder)
            .with(
                """
                System.out.println(segments.longColumn("visits").sum());
                System.out.println(segments.stringColumn("segment").countUnique());
                var buyers = segments.where(
                    segments.stringColumn("segment").isIn("Ready to buy", "Read and compare"));
                System.out.println(buyers.doubleColumn("visits_percent").sum());
                System.out.println(buyers.doubleColumn("purchases_percent").sum());
                """)
            .executed(kernel);

    List<Notebook.Cell> cells = executed.codeCells();
    List<Double> figures =
        cells.get(cells.size() - 1).printed().lines().map(Double::valueOf).toList();
    assertThat(figures.get(0)).isEqualTo(VISITS);
    assertThat(figures.get(1)).isBetween(3.0, 5.0);
    assertThat(figures.get(2)).isBetween(20.0, 50.0);
    assertThat(figures.get(3)).isGreaterThan(65);

    Notebook.Cell training =
        cells.stream()
            .filter(cell -> cell.source().contains("INTO visit_segments;"))
            .findFirst()
            .orElseThrow();
    assertThat(training.shown("text/plain"))
        .contains("5 groups of 12,330 rows", "silhouette", "plain k-means")
        .contains("how it differs", "Map of visit_segments, 1,000 of 12,330 rows")
        .contains("Progress of the training of visit_segments");
    assertThat(training.shown("text/html")).contains("background-color:rgba(");
    assertThat(
            training.outputs().stream()
                .filter(o -> o.path("data").has("application/vnd.vegalite.v5+json")))
        .hasSize(2);
  }

  private static String training(List<Notebook.Cell> cells, String model) {
    return cells.stream()
        .filter(cell -> cell.source().contains("INTO " + model + ";"))
        .map(cell -> cell.shown("text/plain") + cell.printed())
        .findFirst()
        .orElseThrow();
  }

  private static Notebook.Cell shownBy(List<Notebook.Cell> cells, String source) {
    return cells.stream().filter(cell -> cell.source().equals(source)).findFirst().orElseThrow();
  }

  /** All outputs, the pictures too. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "clustering.ipynb",
        "customers.ipynb",
        "four_cases.ipynb",
        "language_tour.ipynb",
        "predictions.ipynb",
        "segments_that_live.ipynb"
      })
  @EnabledIfSystemProperty(named = "sqlflow.long", matches = "true")
  void aNotebookThatIsRunTwiceDiffersInSecondsOnly(String name, InstalledKernel kernel)
      throws IOException {
    List<List<String>> runs = new ArrayList<>();
    for (String run : List.of("first", "second")) {
      Path own = Files.createDirectory(folder.resolve(run));
      runs.add(
          Notebook.copyOf(name, own).executed(kernel).codeCells().stream()
              .map(NotebookIT::withoutTimes)
              .toList());
    }
    assertThat(runs.get(1)).isEqualTo(runs.get(0));
  }

  /** The outputs of a cell without times, and without what aligns them. */
  private static String withoutTimes(Notebook.Cell cell) {
    String outputs = cell.outputs().toString().replaceAll("\"display_id\":\"[^\"]*\"", "");
    String timeless = TIMES.matcher(outputs).replaceAll("…");
    boolean asksForSeconds = cell.source().contains("AS seconds");
    return (asksForSeconds ? ONE_DECIMAL.matcher(timeless).replaceAll("…") : timeless)
        .replaceAll("-{2,}", "-")
        .replaceAll(" +", " ");
  }

  @Test
  void aFailingCellMakesNbconvertFail(InstalledKernel kernel) throws IOException {
    Command.Outcome outcome =
        Notebook.of(folder, "%%sqlflow\nSELECT 1", "%%sqlflow\nSELECT nope", "%%sqlflow\nSELECT 2")
            .convert(kernel, "html", "page");
    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.err()).contains("nope").doesNotContain("at org.sqlflow");
    assertThat(folder.resolve("page.html")).doesNotExist();
  }

  @Test
  void theHtmlShowsTheTableAndRunsNothingOutOfAValue(InstalledKernel kernel) throws IOException {
    Command.Outcome outcome =
        Notebook.of(
                folder,
                "%%sqlflow\n" + "SELECT '<scr' || 'ipt>alert(1)</scr' || 'ipt>' AS script",
                "%%sqlflow\n"
                    + "SELECT '<im' || 'g src=x onerror=alert(1)>' AS picture, 2 AS \"<b>two</b>\"",
                "_.to_dataframes(result_table)")
            .convert(kernel, "html", "page");
    assertThat(outcome.status()).as(outcome.err()).isZero();
    String html = Files.readString(folder.resolve("page.html"));
    assertThat(html)
        .contains("<table", "&lt;script&gt;alert(1)", "&lt;img src=x", "&lt;b&gt;two")
        .doesNotContain("<script>alert")
        .doesNotContain("<b>two")
        .doesNotContain("<img src=x");
  }

  @Test
  void aNotebookMayBeRunAgainOnItsOwnDatabase(InstalledKernel kernel) throws IOException {
    Notebook notebook =
        Notebook.of(
            folder,
            "%%sqlflow\nCREATE TABLE IF NOT EXISTS runs AS SELECT 0 AS n WHERE false;\n"
                + "INSERT INTO runs SELECT count(*) FROM runs",
            "%%sqlflow\nSELECT 'run ' || (max(n) + 1) AS which FROM runs");
    for (int run = 1; run <= 2; run++) {
      assertThat(notebook.executed(kernel).codeCells().get(1).shown("text/plain"))
          .contains("run " + run);
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .contains("sqlflow.duckdb")
          .doesNotContain("sqlflow.duckdb.wal");
    }
  }
}
