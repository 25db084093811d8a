package org.sqlflow.kernel.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlflow.kernel.error.CellException;

class CellReaderTest {
  private static String sql(String code) {
    Cell.Sqlflow cell = (Cell.Sqlflow) CellReader.read(code);
    return cell.text().substring(cell.from());
  }

  @Test
  void theMagicTakesTheRestOfItsLineAndTheLinesBelow() {
    assertThat(sql("%%sqlflow\nSELECT 1")).isEqualTo("\nSELECT 1");
    assertThat(sql("%%sqlflow SELECT 1;\nSELECT 2\n")).isEqualTo(" SELECT 1;\nSELECT 2\n");
    assertThat(sql("%%sqlflow")).isEmpty();
    assertThat(sql("%%sqlflow\r\nSELECT 1\r\n")).isEqualTo("\nSELECT 1\n");
  }

  @Test
  void blankLinesAndCommentsMayStandBeforeTheMagic() {
    assertThat(sql("\n\n  %%sqlflow\nSELECT 1")).isEqualTo("\nSELECT 1");
    assertThat(sql("// groups\n-- of\n# rows\n/* in\n all */\n%%sqlflow SELECT 1"))
        .isEqualTo(" SELECT 1");
  }

  @Test
  void theLineMagicTakesOneLine() {
    assertThat(sql("%sqlflow SELECT 1\n\n// done\n")).isEqualTo(" SELECT 1");
    assertThatThrownBy(() -> CellReader.read("%sqlflow SELECT 1\nint x = 1;"))
        .isInstanceOf(CellException.class)
        .hasMessageContaining("%sqlflow takes only one line")
        .hasMessageContaining("%%sqlflow");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  \n ", "// only", "/* only */ ", "# only", "-- only\n"})
  void aCellOfCommentsIsEmpty(String code) {
    assertThat(CellReader.read(code)).isEqualTo(new Cell.Empty());
  }

  @ParameterizedTest
  @CsvSource({
    "%%sqlfow,  did you mean %%sqlflow?",
    "%%sql,     did you mean %%sqlflow?",
    "%sqlflw x, did you mean %sqlflow?",
    "%%time,    unknown magic %%time",
    "%autosave 60, unknown magic %autosave",
  })
  void anUnknownMagicIsNamedWithTheKnownOnes(String code, String message) {
    assertThatThrownBy(() -> CellReader.read(code))
        .isInstanceOf(CellException.class)
        .hasMessageContaining(message)
        .hasMessageContaining("%%sqlflow and %%java say so explicitly");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "_.to_dataframes(result_table)",
        "_.to_dataframes(result_table);",
        " _ . to_dataframes ( result_table ) ;;",
        "_.to_dataframes(\"result_table\")",
        "// the groups\n_.to_dataframes(result_table) // as a table\n",
        "/* a */ _.to_dataframes(/* b */ result_table /* c */)",
      })
  void theLastResultGetsAName(String code) {
    assertThat(CellReader.read(code)).isEqualTo(new Cell.ToDataframes("result_table"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1 + 1",
        "_.to_dataframes()",
        "_.to_dataframe()",
        "_.to_dataframes(a).first(3)",
        "a\n % b",
        "\"\"\"\n%%sqlflow\n\"\"\".length()",
      })
  void theRestIsJava(String code) {
    assertThat(CellReader.read(code)).isEqualTo(new Cell.Java(code));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1",
        "select * from t where a > 1;",
        "SELECT*FROM t",
        "SELECT(1)",
        "-- the first groups\nSELECT name\nFROM t",
        "WITH a AS (SELECT 1) SELECT * FROM a",
        "FROM 'file.csv'",
        "from t select a",
        "SHOW MODELS",
        "show tables;",
        "DESCRIBE t",
        "EXPLAIN SELECT 1",
        "SUMMARIZE t",
        "CREATE TABLE t AS SELECT 1",
        "DROP MODEL m",
        "RETRAIN m FROM (SELECT 1) INTO m",
        "INSERT INTO t VALUES (1)",
        "VALUES (1), (2)",
        "SET threads = 1",
        "set x = 5;",
        "BEGIN",
        "commit;",
        "Update t SET a = 1",
        "SELECT \"a b\" FROM t",
        "SELECT ${n} AS n",
        "SELECT -1",
        "SELECT\n  /* all */ *\nFROM t",
        "(SELECT 1) UNION ALL (SELECT 2)",
        "((select 1))",
        "( -- first\n SELECT 1)",
        "(FROM t)",
        "(VALUES (1))",
        "SELECT [1, 2]",
        "SELECT :n",
        "SELECT +1",
        "select*from t",
        "FROM\"t\"",
        "SELECT\u00a01",
        "Show tables;",
        "Describe t;",
        "FORCE CHECKPOINT",
        "ANALYZE",
        "END",
        "SHOW",
        "PIVOT t ON a USING count(*)",
        "PIVOT_WIDER t ON a",
        "MERGE INTO t USING s ON t.a = s.a WHEN MATCHED THEN DELETE",
        "ATTACH 'a.duckdb'",
        "RETRAIN m FROM (SELECT 1) INTO m",
        "BEGIN;\nINSERT INTO t VALUES (1);\nCOMMIT",
        "rollback; SELECT 1",
        "name << (SELECT 1)",
        "name << DESC t",
        "name << CREATE TABLE t(a INT)",
        "name <<\nDROP TABLE t",
        "SELECT ?",
        "select ? ",
        "SELECT ?;",
        "select ?;",
        "EXEC sp_help",
        "exec sp_help 't'",
      })
  void aCellThatBeginsWithAWordOfSqlIsSql(String code) {
    assertThat(CellReader.read(code)).isInstanceOf(Cell.Sqlflow.class);
    assertThat(sql(code)).isEqualTo(code.replaceFirst("^--.*\n", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select = 5",
        "select(1)",
        "values.add(1);",
        "Set s = new java.util.HashSet();",
        "Set<String> s = null;",
        "Values values = null;",
        "Show show(int i) { return null; }",
        "update++",
        "retrain(1)",
        "with -> 1",
        "call();",
        "set",
        "from.toString()",
        "import java.util.List",
        "createTable(1)",
        "end == 1",
        "end",
        "select ? 1 : 2",
        "exec.run()",
        "Exec exec = null;",
        "show -1",
        "x << (1 + 2)",
        "x << load (3)",
        "x << end + 1",
        "(select + 1)",
        "(Table) x",
        "Comment c;",
        "Set values;",
        "SELECT_ALL = 3",
        "SELECT != 3",
      })
  void namesOfJavaThatAreWordsOfSqlAreJava(String code) {
    assertThat(CellReader.read(code)).isEqualTo(new Cell.Java(code));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\ufeff", "\u00a0", "\u200b", "\n\u3000 ", "// c\n\ufeff"})
  void whatCannotBeSeenBeforeACellChangesNothing(String before) {
    assertThat(sql(before + "%%sqlflow\nSELECT 1")).isEqualTo("\nSELECT 1");
    assertThat(sql(before + "SELECT 1")).isEqualTo("SELECT 1");
    assertThat(((Cell.Java) CellReader.read("\ufeffint x = 1;")).code()).isEqualTo(" int x = 1;");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "SELCT 1 | ';' expected | did you mean SELECT?",
        "INSRT INTO t VALUES (1) | ';' expected | did you mean INSERT?",
        "print(1) | symbol:   method print(int) | System.out.println",
        "print('a b') | unclosed character literal | System.out.println",
        "def f(x): | <identifier> expected | not Python",
        "for i in range(3): | '(' expected | not Python",
        "ls -la | cannot find symbol | no shell commands",
        "cd .. | illegal '.' | no shell commands",
        "val x = 1 | cannot find symbol | var x =",
        "x = 5 | symbol:   variable x | var x =",
        "# Notes | illegal character: '#' | Markdown",
        "GO | symbol:   variable GO | begin the cell with %%sqlflow",
        "MATCH (n) RETURN n | ';' expected | begin the cell with %%sqlflow",
        "PRINT 'x' | ';' expected | begin the cell with %%sqlflow",
      })
  void javaThatDoesNotCompileIsTakenForWhatItMayBe(String code, String error, String message) {
    assertThat(OtherTools.meant(code, error).orElseThrow()).contains(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "print(y) | symbol:   variable y",
        "x = y | symbol:   variable y",
        "Selector s = y; | symbol:   variable y",
        "Shop shop = y; | symbol:   variable y",
        "int x = y | symbol:   variable y",
        "URL u = y; | symbol:   class URL",
        "LOG.info(y) | symbol:   variable LOG",
      })
  void otherErrorsOfJavaStandAlone(String code, String error) {
    assertThat(OtherTools.meant(code, error)).isEmpty();
  }

  @Test
  void aSecondMagicInSqlIsNamed() {
    String hint =
        "a cell has one magic, at its beginning: move the %sqlflow line to a separate cell";
    assertThat(CellReader.misplacedMagic("SELECT 1;\n %sqlflow SELECT 2", 0)).hasValue(hint);
    assertThat(CellReader.misplacedMagic("\n%sqlflow SELECT 2", 9)).isEmpty();
    assertThat(CellReader.misplacedMagic("SELECT 5\n%sqlflows", 0)).isEmpty();
  }

  @Test
  void theMagicOfJavaSaysItOutright() {
    assertThat(CellReader.read("// a\n%%java\nselect (1)"))
        .isEqualTo(new Cell.Java("    \n      \nselect (1)"));
    assertThat(CellReader.isSql("%%java\nSELECT 1")).isFalse();
    assertThat(CellReader.isSql("%%sqlflow")).isTrue();
    assertThat(CellReader.isSql("SELECT ")).isTrue();
    assertThat(CellReader.isSql("select ")).isFalse();
    assertThat(CellReader.isSql("SELECT a")).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "exit | shut it down",
        "quit() | shut it down",
        "help() | sqlflow? shows the language",
        "!ls -l | no shell commands",
        "%pip install pandas | SQLFLOW_CLASSPATH",
        "\\d | SHOW TABLES lists",
        "\\dt t | SHOW TABLES lists",
        ".tables | SHOW TABLES lists",
        ".mode csv | SHOW TABLES lists",
        "\\timing | SHOW TABLES lists",
        "\\q | shut it down",
        "%exit | shut it down",
        ".read a.sql | sqlflow run file.sql",
        "\\c other | --connect URL",
        "%%bash | no shell commands",
        "%matplotlib inline | not Python",
        "%load_ext sql | SQL cells run as they are",
        "%config SqlMagic.autopandas = True | SQL cells run as they are",
        "x = %sql SELECT 1 | x <<",
        "%classpath add jar a.jar | %jars file.jar",
        "/vars | JShell's commands",
        "import pandas as pd | not Python",
        "import numpy | not Python",
        "from sklearn.cluster import KMeans | not Python",
        "result = %sqlflow SELECT 1 | %sqlflow result <<",
      })
  void aHabitOfAnotherToolIsAnsweredByWhatDoesItHere(String code, String message) {
    assertThatThrownBy(() -> CellReader.read(code))
        .isInstanceOf(CellException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%lsmagic",
        "%sqlflow help",
        "%%sqlflow --help",
        "%%sqlflow -h\n",
        "sqlflow?",
        "sqlflow help"
      })
  void allWaysToAskForHelpShowThePage(String code) {
    assertThat(CellReader.read(code)).isEqualTo(new Cell.Help("sqlflow"));
  }

  @ParameterizedTest
  @CsvSource({"SELECT?, SELECT", "? select, select", "select ??, select", "kmeans ?, kmeans"})
  void aWordWithAQuestionMarkAsksForHelp(String code, String word) {
    assertThat(CellReader.read(code)).isEqualTo(new Cell.Help(word));
    assertThat(CellReader.asksForHelp(code)).isTrue();
  }

  @Test
  void aMagicAmongJavaIsRefused() {
    assertThatThrownBy(() -> CellReader.read("int x = 1;\n%sqlflow SELECT 1"))
        .isInstanceOf(CellException.class)
        .hasMessageContaining("move the %sqlflow line to a separate cell");
  }
}
