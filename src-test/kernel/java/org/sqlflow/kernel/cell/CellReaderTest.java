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
    "%matplotlib inline, unknown magic %matplotlib",
  })
  void anUnknownMagicIsNamedWithTheKnownOnes(String code, String message) {
    assertThatThrownBy(() -> CellReader.read(code))
        .isInstanceOf(CellException.class)
        .hasMessageContaining(message)
        .hasMessageContaining("%%sqlflow and %%java say it outright");
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
      })
  void namesOfJavaThatAreWordsOfSqlAreJava(String code) {
    assertThat(CellReader.read(code)).isEqualTo(new Cell.Java(code));
  }

  @Test
  void theMagicOfJavaSaysItOutright() {
    assertThat(CellReader.read("// a\n%%java\nselect (1)"))
        .isEqualTo(new Cell.Java("    \n      \nselect (1)"));
    assertThat(CellReader.isSql("%%java\nSELECT 1")).isFalse();
    assertThat(CellReader.isSql("%%sqlflow")).isTrue();
    assertThat(CellReader.isSql("SELECT ")).isFalse();
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
      strings = {"%lsmagic", "%sqlflow help", "%%sqlflow --help", "%%sqlflow -h\n", "sqlflow?"})
  void allWaysToAskForHelpShowThePage(String code) {
    assertThat(CellReader.read(code)).isEqualTo(new Cell.Help("sqlflow"));
  }

  @Test
  void aMagicAmongJavaIsRefused() {
    assertThatThrownBy(() -> CellReader.read("int x = 1;\n%sqlflow SELECT 1"))
        .isInstanceOf(CellException.class)
        .hasMessageContaining("move the %sqlflow line to a separate cell");
  }
}
