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
        .hasMessageContaining("Start a cell with %%sqlflow");
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

  @Test
  void aMagicAmongJavaIsRefused() {
    assertThatThrownBy(() -> CellReader.read("int x = 1;\n%sqlflow SELECT 1"))
        .isInstanceOf(CellException.class)
        .hasMessageContaining("move the %sqlflow line to a separate cell");
  }
}
