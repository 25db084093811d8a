package org.sqlflow.kernel.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sqlflow.kernel.display.Displays;

/** {@code sqlflow run} in this process, with real databases. */
@ResourceLock(Resources.SYSTEM_OUT)
class RunCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final PrintStream processOut = System.out;
  private final PrintStream processErr = System.err;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir private Path folder;

  @AfterEach
  void giveTheStreamsBack() {
    System.setOut(processOut);
    System.setErr(processErr);
  }

  private int sqlflow(Map<String, String> environment, String input, String... arguments) {
    out.reset();
    err.reset();
    return SqlflowCommand.run(
        new Surroundings(
            folder,
            folder,
            environment,
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false),
        arguments);
  }

  private int sqlflow(String... arguments) {
    return sqlflow(Map.of(), "", arguments);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private void script(String sql) throws IOException {
    Files.writeString(folder.resolve("script.sql"), sql);
  }

  private ObjectNode notebook() {
    ObjectNode root = JSON.createObjectNode();
    root.put("nbformat", 4).put("nbformat_minor", 5);
    root.putObject("metadata")
        .putObject("kernelspec")
        .put("name", "sqlflow")
        .put("language", "sql");
    root.putArray("cells");
    return root;
  }

  private static void cell(ObjectNode notebook, String type, String source, String... tags) {
    ObjectNode cell = notebook.withArray("cells").addObject();
    cell.put("cell_type", type).put("source", source);
    List.of(tags).forEach(cell.putObject("metadata").putArray("tags")::add);
  }

  private void write(ObjectNode notebook) throws IOException {
    JSON.writeValue(folder.resolve("report.ipynb").toFile(), notebook);
  }

  @Test
  void aScriptPrintsItsResultsAsTables() throws IOException {
    script("--no space\nSELECT 7 AS seven, 'b\u00fc' AS word; SELECT NULL AS nothing");
    assertThat(sqlflow("run", "script.sql")).as(err()).isZero();
    assertThat(out())
        .isEqualTo(
            """
            seven  word
            -----  ----
                7  b\u00fc
            1 row \u00d7 2 columns
            nothing
            -------
            NULL
            1 row \u00d7 1 column
            """);
    assertThat(err()).isEmpty();
  }

  @Test
  void whatARunWaitsForIsNoResult() {
    PrintStream printed = new PrintStream(out, true, StandardCharsets.UTF_8);
    PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
    CellPrinter printer =
        new CellPrinter(
            printed,
            errors,
            Format.TEXT,
            Optional.empty(),
            new TerminalProgress(errors, false),
            prompt -> Optional.empty());
    printer.notice(Displays.note(List.of("Waiting for a.duckdb")));
    printer.show(Displays.note(List.of("1 row")));
    printer.endCell();

    assertThat(out()).isEqualTo("1 row\n");
    assertThat(err()).isEqualTo("Waiting for a.duckdb\n");
  }

  @Test
  void aScriptIsSqlHoweverItBegins() {
    assertThat(sqlflow(Map.of(), "(SELECT 1 AS one)", "run", "-", "--format", "csv")).isZero();
    assertThat(out()).isEqualTo("one\n1\n");
    assertThat(sqlflow(Map.of(), "/* c */ %%sqlflow --limit 1\nFROM range(3)", "run", "-"))
        .isZero();
    assertThat(out()).contains("1 of 3 rows");
  }

  @Test
  void csvHasEveryRowAndTellsNullFromAnEmptyText() {
    String sql =
        "SELECT NULL AS nothing, '' AS empty, 'a,\"b' AS quoted, 2.50 AS d, 1e-7 AS e, DATE"
            + " '2024-02-29' AS day, TIMESTAMP '2024-02-29 01:02:03.456789' AS t, true AS yes,"
            + " 12345678901234567.89::DECIMAL(38, 2) AS big";
    assertThat(sqlflow(Map.of(), sql + "; FROM range(12)", "run", "-", "--format", "csv")).isZero();
    assertThat(out())
        .isEqualTo(
            """
            nothing,empty,quoted,d,e,day,t,yes,big
            ,"","a,""b",2.5,0.0000001,2024-02-29,2024-02-29 01:02:03.456789,true,12345678901234567.89

            range
            0
            1
            2
            3
            4
            5
            6
            7
            8
            9
            10
            11
            """);
  }

  @Test
  void csvHasMoreRowsThanAReaderLooksAt() {
    assertThat(sqlflow(Map.of(), "FROM range(100005)", "run", "-", "--format", "csv")).isZero();
    assertThat(out()).hasLineCount(100_006).endsWith("\n100004\n");
  }

  /** More rows than are read at once; one of them too large for a column of doubles. */
  @Test
  void resultsForProgramsAreWrittenInParts() throws IOException {
    script(
        "SELECT range AS n, CASE WHEN range = 150000 THEN ('1' ||"
            + " repeat('0', 30))::DECIMAL(38, 2) ELSE range END AS x"
            + " FROM range(250005); SELECT 1 AS one");
    assertThat(sqlflow("run", "script.sql", "--format", "csv")).as(err()).isZero();
    assertThat(out().lines())
        .hasSize(250_009)
        .startsWith("n,x", "0,0")
        .contains("150000,1E+30")
        .endsWith("250004,250004", "", "one", "1");
    assertThat(sqlflow("run", "script.sql", "--format", "json")).as(err()).isZero();
    JsonNode first = JSON.readTree(out().substring(0, out().indexOf("\n]\n") + 2));
    assertThat(first).hasSize(250_005);
    assertThat(first.get(200_000).get("x").asInt()).isEqualTo(200_000);
    assertThat(out()).endsWith("{\"n\":250004,\"x\":250004}\n]\n[\n{\"one\":1}\n]\n");
  }

  @Test
  void aResultThatAnErrorCutsOffIsClosedBeforeTheNext() throws IOException {
    ObjectNode report = notebook();
    cell(
        report,
        "code",
        "SELECT CASE WHEN range < 250000 THEN range ELSE error('halt') END AS a FROM range(300000)",
        "raises-exception");
    cell(report, "code", "SELECT 1 AS one");
    cell(report, "code", "SHOW MODELS");
    write(report);
    assertThat(sqlflow("run", "report.ipynb", "--format", "json")).as(err()).isZero();
    assertThat(err()).contains("halt");
    assertThat(out()).endsWith("[\n{\"one\":1}\n]\n[]\n");
    assertThat(sqlflow("run", "report.ipynb", "--format", "csv")).as(err()).isZero();
    assertThat(out()).contains("one\n1\n\nname,");
  }

  @Test
  void jsonIsAnArrayOfObjectsForEachResult() throws IOException {
    String sql =
        "SELECT 1 AS one, NULL AS n, 'q\"' AS t, false AS f, 18446744073709551615::UBIGINT AS u,"
            + " 'NaN'::DOUBLE AS x; SELECT 1 AS a WHERE false";
    assertThat(sqlflow(Map.of(), sql, "run", "-", "--format", "json")).isZero();
    assertThat(out()).endsWith("]\n[]\n");
    assertThat(JSON.readTree(out().substring(0, out().indexOf(']') + 1)))
        .isEqualTo(
            JSON.readTree(
                "[{\"one\":1,\"n\":null,\"t\":\"q\\\"\",\"f\":false,\"u\":18446744073709551615,"
                    + "\"x\":\"NaN\"}]"));
  }

  @Test
  void aTrainingReportsOnTheStreamsThatTheFormatChooses() throws IOException {
    script(
        "SELECT i % 3 * 10 + i / 100 AS a FROM range(90) t(i) TO TRAIN kmeans WITH model.n_clusters"
            + " = ${k} COLUMN a INTO thirds; SELECT 1 AS one");
    assertThat(sqlflow("run", "script.sql", "-p", "k=3")).as(err()).isZero();
    assertThat(out()).contains("thirds (kmeans) is trained and stored: 3 groups");
    assertThat(err()).contains("k-means").doesNotContain("trained and stored");
    assertThat(sqlflow("run", "script.sql", "-p", "k=3", "--format", "csv")).isZero();
    assertThat(out()).isEqualTo("one\n1\n");
    assertThat(err()).contains("thirds (kmeans) is trained and stored: 3 groups");
  }

  @Test
  void theFirstErrorEndsTheScriptWithItsPlaceAndStatusOne() throws IOException {
    script("SELECT 1 AS one;\n\nSELECT *\nFROM nowhere;\nSELECT 2 AS two");
    assertThat(sqlflow("run", "script.sql")).isOne();
    assertThat(out()).contains("one").doesNotContain("two");
    assertThat(err())
        .startsWith("script.sql: line 4:6: Catalog Error: Table with name nowhere does not exist!")
        .contains("FROM nowhere;\n     ^\n")
        .doesNotContain("\tat ", "Exception");
  }

  @Test
  void anErrorOfTheSyntaxRunsNothing() throws IOException {
    script("SELECT 1 AS one;\nSELECT 1 TO TRIAN kmeans INTO m;");
    assertThat(sqlflow("run", "script.sql")).isOne();
    assertThat(out()).isEmpty();
    assertThat(err()).startsWith("script.sql: line 2:13: ").contains("TRAIN");
  }

  @Test
  void noPasswordIsShown() throws IOException {
    script("SELECT 1");
    assertThat(sqlflow("run", "script.sql", "--connect", "postgresql://u:s3cretword@127.0.0.1:1/d"))
        .isOne();
    assertThat(err()).contains("127.0.0.1").doesNotContain("s3cretword", "\tat ");
  }

  @Test
  void connectChoosesTheDatabase() throws IOException {
    script("CREATE TABLE kept AS SELECT 1 AS a");
    assertThat(sqlflow("run", "script.sql", "--connect", "duckdb://other.duckdb")).isZero();
    assertThat(folder.resolve("other.duckdb")).exists();
    assertThat(folder.resolve("sqlflow.duckdb")).doesNotExist();
  }

  @Test
  void aWrongConnectIsNamedAsItWasTyped() throws IOException {
    script("SELECT 1");
    for (String wrong : List.of("nosuch", "mysql2://a/b")) {
      err.reset();
      assertThat(sqlflow("run", "script.sql", "--connect", wrong)).isOne();
      assertThat(err()).contains("--connect: ").doesNotContain("SQLFLOW_DATASOURCE");
    }
  }

  @Test
  void aNotebookRunsSqlAndJavaWithTheParametersOfItsCell() throws IOException {
    ObjectNode report = notebook();
    cell(report, "markdown", "# Words");
    cell(report, "code", "int n = 3; String region = \"south\";", "parameters");
    cell(report, "code", "System.out.println(\"more: \" + (n + 1) + region);");
    cell(report, "code", "SELECT ${n} AS n, '${region}' AS region");
    cell(report, "code", "_.to_dataframes(t)");
    cell(report, "raw", "not for us");
    cell(report, "code", "t.rowCount() + n");
    write(report);

    assertThat(sqlflow("run", "report.ipynb", "--format", "csv")).as(err()).isZero();
    assertThat(out()).isEqualTo("n,region\n3,south\n");
    assertThat(err()).contains("more: 4south\n").endsWith("4\n");

    assertThat(sqlflow("run", "report.ipynb", "--format", "csv", "-p", "n=40", "-p", "region=07"))
        .as(err())
        .isZero();
    assertThat(out()).isEqualTo("n,region\n40,07\n");
    assertThat(err()).contains("more: 4107\n").endsWith("41\n");
  }

  @Test
  void theErrorOfACellNamesTheNotebookAndTheCell() throws IOException {
    ObjectNode report = notebook();
    cell(report, "code", "SELECT nope", "raises-exception");
    cell(report, "code", "SELECT skipped", "skip-execution");
    cell(report, "code", "SELECT 1 AS one;\nSELECT wrong");
    cell(report, "code", "SELECT 'not reached'");
    write(report);
    assertThat(sqlflow("run", "report.ipynb")).isOne();
    assertThat(err())
        .contains("report.ipynb, cell 1: line 1:8: ", "report.ipynb, cell 3: line 2:8: ")
        .contains("SELECT wrong\n       ^")
        .doesNotContain("skipped");
    assertThat(out()).contains("one").doesNotContain("not reached");
  }

  @Test
  void aPageHoldsWordsCellsTablesPicturesAndTheError() throws IOException {
    ObjectNode report = notebook();
    cell(
        report,
        "markdown",
        "## Groups <b>\n\nof *points*, [`why`](why.md) ![a map](http://a/b.png)"
            + " [x](javascript:alert(1))\n\n| n |\n| - |\n| 3 |");
    cell(report, "code", "System.out.println(\"<printed>\");");
    cell(
        report,
        "code",
        "SELECT i % 3 * 10 + i / 100 AS a, i % 2 AS b FROM range(90) t(i) TO TRAIN kmeans WITH"
            + " model.n_clusters = 3 INTO thirds");
    cell(report, "code", "SELECT nope AS \"<i>\"");
    write(report);
    assertThat(sqlflow("run", "report.ipynb", "--html", "page.html")).isOne();
    assertThat(folder.resolve("page.html"))
        .content()
        .startsWith("<!DOCTYPE html>")
        .contains(
            "<h2>Groups &lt;b&gt;</h2>",
            "of <em>points</em>, <a rel=\"nofollow\" href=\"why.md\"><code>why</code></a> a map",
            "<td>3</td>",
            "<pre>&lt;printed&gt;</pre>",
            "thirds (kmeans) is trained and stored",
            "<table",
            "src=\"data:image/png;base64,",
            "<pre class=\"error\">line 1:8: ")
        .doesNotContain("<script", "http:", "javascript:", "<i>", "k-means: 20 starts");
  }

  @ParameterizedTest
  @CsvSource({
    "nope.sql,there is no file nope.sql",
    ".,it is a folder",
    "bad.ipynb,is not a notebook"
  })
  void aFileThatCannotBeReadIsNamed(String file, String message) throws IOException {
    Files.writeString(folder.resolve("bad.ipynb"), "{]");
    assertThat(sqlflow("run", file)).isOne();
    assertThat(err()).contains(file, message).doesNotContain("\tat ");
  }

  @Test
  void aNotebookOfAnotherLanguageIsRefused() throws IOException {
    ObjectNode other = notebook();
    other.withObject("/metadata/kernelspec").put("language", "python");
    cell(other, "code", "print(1)");
    write(other);
    assertThat(sqlflow("run", "report.ipynb")).isOne();
    assertThat(err()).contains("is a notebook of python, not of SQLFlow");
  }

  @Test
  void aNameWithoutAValueLeadsToTheOptionThatSetsIt() throws IOException {
    String sql = "SELECT '${who}' AS who";
    String missing =
        "no value for ${who}: no Java variable and no environment variable has the name who: set it"
            + " by -p who=\u2026";
    assertThat(sqlflow(Map.of(), sql, "run", "-")).isEqualTo(1);
    assertThat(err()).contains(missing);
    assertThat(sqlflow(Map.of(), sql, "run", "-", "-p", "who=me", "--format", "csv")).isZero();
    assertThat(out()).isEqualTo("who\nme\n");

    ObjectNode notebook = notebook();
    cell(notebook, "code", "int n = 1;", "parameters");
    cell(notebook, "code", sql);
    write(notebook);
    assertThat(sqlflow("run", "report.ipynb")).isEqualTo(1);
    assertThat(err()).contains(missing);
    assertThat(sqlflow("run", "report.ipynb", "-p", "who=me")).as(err()).isZero();
  }

  @Test
  void aParameterWithoutAValueIsRefused() {
    assertThat(sqlflow(Map.of(), "SELECT 1", "run", "-", "-p", "n")).isEqualTo(2);
    assertThat(err())
        .startsWith(
            "Value for option '--parameter' (NAME=VALUE) should be in KEY=VALUE format but was n");
  }

  @Test
  void aMisspeltParameterIsRefused() throws IOException {
    script("SELECT ${region} AS r");
    assertThat(sqlflow("run", "script.sql", "-p", "regoin=1")).isOne();
    assertThat(err()).contains("-p regoin: script.sql has no ${regoin}");
    assertThat(sqlflow("run", "script.sql", "-p", "region=1")).as(err()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "5,java.lang.Integer",
    "5000000000,java.lang.Long",
    "-2.50,java.lang.Double",
    "true,java.lang.Boolean",
    "007,java.lang.String",
    "1.2.3,java.lang.String",
    "north,java.lang.String"
  })
  void aValueHasTheTypeThatItLooksLike(String typed, String type) {
    assertThat(CellValues.of(Map.of("x", typed)).values().get("x").getClass().getName())
        .isEqualTo(type);
  }

  @Test
  void aPageThatCannotBeWrittenIsRefusedBeforeAnythingRuns() throws IOException {
    Path page = folder.resolve("none").resolve("page.html");
    assertThat(sqlflow(Map.of(), "SELECT 1", "run", "-", "--html", page.toString())).isEqualTo(1);
    assertThat(err())
        .isEqualTo("--html " + page + ": there is no folder " + folder.resolve("none") + "\n");
    assertThat(out()).isEmpty();
    assertThat(sqlflow(Map.of(), "SELECT 1", "run", "-", "--html", ".")).isEqualTo(1);
    assertThat(err()).contains("this is a folder: name a file");
  }

  @Test
  void wrongUsageHasItsOwnStatus() {
    assertThat(sqlflow("run")).isEqualTo(2);
    assertThat(sqlflow("run", "a.sql", "--format", "xml")).isEqualTo(2);
    assertThat(sqlflow("run", "a.ipynb", "--html", "a.ipynb")).isEqualTo(2);
    assertThat(err()).contains("this is a notebook, not a page");
  }
}
