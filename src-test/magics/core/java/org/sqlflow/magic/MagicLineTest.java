package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

class MagicLineTest extends CellsTest {
  private Result runCell(String rest) {
    return runWhole(MAGIC + rest, MAGIC.length(), heard);
  }

  @Test
  void optionsStandBeforeTheStatements() {
    runCell(" --limit 3 --quiet --as t SELECT 1");

    assertThat(heard.options)
        .isEqualTo(
            new CellOptions(
                Optional.of("t"), 3, true, Optional.empty(), false, Optional.empty(), false));
  }

  @Test
  void aNameBeforeTwoArrowsBindsTheResult() {
    Result result = runCell(" --limit=0 größe << SELECT 1 << 2 AS x");

    assertThat(heard.options.bindTo()).contains("größe");
    assertThat(heard.options.limit()).isZero();
    assertThat(result.to_dataframe().get(0, 0)).isEqualTo(4);
  }

  @Test
  void aCommentIsNoOption() {
    assertThat(runCell(" -- limit 3\nSELECT 1").size()).isOne();
    assertThat(heard.options).isEqualTo(CellOptions.NONE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--limt 5 | line 1:11: unknown option --limt; did you mean --limit?",
        "--frobnicate | line 1:11: unknown option --frobnicate; the options are --as, --limit,",
        "--limit many | line 1:11: --limit takes a number of rows (0 for all), but found many",
        "--quiet --as | line 1:19: --as needs a name after it",
        "--persist nosuch | no Java variable nosuch holds a table; _.to_dataframes(nosuch)",
      })
  void aWrongOptionSaysWhatIsRight(String line, String message) {
    assertThatThrownBy(() -> runCell(" " + line + "\nSELECT 1"))
        .isInstanceOf(MagicException.class)
        .hasMessageStartingWith(message.strip());
  }

  @Test
  void twoNamesForOneResultAreRefused() {
    String line = MAGIC + " --as a b << SELECT 1";
    assertThatThrownBy(() -> runWhole(line, MAGIC.length(), heard))
        .hasMessageStartingWith("line 1:18: --as a and b << both name it: keep one");
  }

  @Test
  void aValueTakesTheNamesPlace() {
    variables.put("rows", 3);
    variables.put("city", "Basel");

    assertThat(value("SELECT count(*) FROM range(${rows})")).isEqualTo(3L);
    assertThat(value("SELECT '${city}' || '${ CITY }'")).isEqualTo("BaselBern");
  }

  @Test
  void anUnknownNameIsAnErrorAtItsPlace() {
    assertThatThrownBy(() -> run("SELECT 1;\nSELECT ${nosuch}"))
        .hasMessageStartingWith(
            "line 3:8: no value for ${nosuch}: no Java variable and no environment");
  }

  @Test
  void anExpressionInPlaceOfANameIsNamed() {
    assertThatThrownBy(() -> run("SELECT ${names.get(0)}"))
        .hasMessageContaining("${names.get(0)}: the name of a variable belongs here")
        .hasMessageContaining("var x = names.get(0);");
    assertThatThrownBy(() -> run("SELECT ${n + 1}"))
        .hasMessageStartingWith("line 2:8: ${n + 1}: the name of a variable belongs here")
        .hasMessageContaining("var x = n + 1;");
    assertThat(value("SELECT 'as ${HOME + 1} says'")).isEqualTo("as ${HOME + 1} says");
  }

  @Test
  void aParameterOfOtherMagicsLeadsToAValue() {
    assertThatThrownBy(() -> run("SELECT 1::INT WHERE 1 = :least"))
        .hasMessageContaining("; the value of the Java variable least is ${least}");
  }

  @Test
  void placesBehindAValueAreThoseOfTheCell() {
    variables.put("long", "12345678901234");

    assertThatThrownBy(() -> run("SELECT ${long}, ${long}, nosuch FROM range(1)"))
        .hasMessageStartingWith("line 2:26: Binder Error");
    assertThatThrownBy(() -> run("SELECT ${long} TO TRAIN kmeans INTO"))
        .hasMessageStartingWith("line 2:36: ");
  }

  @Test
  void aJavaTableBecomesATableOfTheDatabase() {
    variables.put("mine", Table.create(IntColumn.create("n", 1, 2, 3)));

    runCell(" --persist mine");
    assertThat(value("SELECT sum(n) FROM mine")).isEqualTo(6L);
    assertThat(heard.notes()).isEqualTo("Table mine: 3 rows");

    assertThat(runCell(" --persist mine SELECT max(n) AS x FROM mine").to_dataframe().get(0, 0))
        .isEqualTo(3);
  }

  @Test
  void aNameForAStatementThatNeverReturnsRowsIsRefusedBeforeItRuns() {
    assertThatThrownBy(() -> runCell(" out <<\nCREATE TABLE t AS SELECT 1 AS n"))
        .hasMessageStartingWith(
            "line 2:1: CREATE returns no rows, and out << (or --as out) takes the rows of a query:"
                + " leave that out, or end the cell with a query");
    assertThatThrownBy(() -> runCell(" --as out /* a */ DROP TABLE IF EXISTS t; COMMIT"))
        .hasMessageContaining("COMMIT returns no rows, and out << (or --as out)");
    assertThatThrownBy(() -> runCell(" --save t.csv\nCREATE TABLE t AS SELECT 1 AS n"))
        .hasMessageStartingWith(
            "line 2:1: CREATE returns no rows, and --save writes the rows of a query");
    assertThatThrownBy(() -> run("SELECT * FROM t")).hasMessageContaining("t does not exist");

    runCell(" out << CREATE TABLE t AS SELECT 1 AS n; SELECT * FROM t");
    runCell(" CREATE TABLE another AS SELECT 1 AS n");
  }
}
