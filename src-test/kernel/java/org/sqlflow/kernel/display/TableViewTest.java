package org.sqlflow.kernel.display;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.BitSet;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sqlflow.report.Output;
import tech.tablesaw.api.DateColumn;
import tech.tablesaw.api.DateTimeColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.FloatColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

class TableViewTest {
  private static TableView view(Column<?>... columns) {
    return TableView.of(
        new Output.Rows(Optional.empty(), Table.create("t", columns), Map.of(), Output.Role.RESULT),
        10);
  }

  private static String html(Column<?>... columns) {
    return TableHtml.render(view(columns));
  }

  private static String text(Column<?>... columns) {
    return TableText.render(view(columns));
  }

  @Test
  void tenRowsOfALongTableAreShownAndAllAreCounted() {
    IntColumn numbers = IntColumn.create("n", IntStream.range(100, 1334).toArray());
    assertThat(html(numbers))
        .contains("10 of 1,234 rows \u00d7 1 column", ">100<", ">109<")
        .doesNotContain(">110<");
    assertThat(text(numbers)).endsWith("109\n10 of 1,234 rows \u00d7 1 column");
  }

  @Test
  void aShortTableIsShownWhole() {
    assertThat(text(IntColumn.create("n", new int[] {1}), StringColumn.create("s", "a")))
        .isEqualTo(
            """
            n  s
            -  -
            1  a
            1 row \u00d7 2 columns\
            """);
    assertThat(text(IntColumn.create("n"))).isEqualTo("n\n-\n0 rows \u00d7 1 column");
  }

  @Test
  void valuesAndNamesAreShownAndNeverRun() {
    assertThat(html(StringColumn.create("<b>'n'", "<script>alert(\"&\")</script>")))
        .contains("&lt;b&gt;&#39;n&#39;")
        .contains("&lt;script&gt;alert(&quot;&amp;&quot;)&lt;/script&gt;")
        .doesNotContain("<script", "<b>");
    assertThat(
            TableHtml.render(
                TableView.of(
                    new Output.Rows(
                        Optional.of("<i>title"), Table.create("t"), Map.of(), Output.Role.REPORT),
                    0)))
        .contains("&lt;i&gt;title");
  }

  @Test
  void nullIsNoEmptyStringAndNoNan() {
    BitSet second = new BitSet();
    second.set(1);
    Table table =
        Table.create(
            "t",
            StringColumn.create("s", "", ""),
            DoubleColumn.create("d", Double.NaN, Double.NaN));
    TableView view =
        TableView.of(
            new Output.Rows(
                Optional.empty(), table, Map.of(0, second, 1, second), Output.Role.RESULT),
            10);
    assertThat(view.columns().get(0).values()).containsExactly(Optional.empty(), Optional.of(""));
    assertThat(view.columns().get(1).values())
        .containsExactly(Optional.empty(), Optional.of("NaN"));
    assertThat(TableHtml.render(view)).contains("italic\">NULL</span>", ">NaN<");
    assertThat(html(StringColumn.create("s", "NULL"))).doesNotContain("italic");
  }

  @Test
  void numbersStandToTheRightAndTextToTheLeft() {
    assertThat(html(IntColumn.create("n", new int[] {1}))).contains("<td style=\"text-align:right");
    assertThat(html(StringColumn.create("s", "a"))).contains("<td style=\"text-align:left");
    assertThat(text(IntColumn.create("number", new int[] {7}), StringColumn.create("text", "a")))
        .contains("number  text\n------  ----\n     7  a\n");
  }

  @Test
  void columnsTellTheirTypesInTheWordsOfSql() {
    assertThat(
            html(
                IntColumn.create("i", new int[] {1}),
                DoubleColumn.create("d", 1),
                StringColumn.create("s", "a"),
                DateTimeColumn.create("t", LocalDateTime.of(2024, 1, 2, 3, 4))))
        .contains(">integer<", ">double<", ">text<", ">timestamp<", "2024-01-02 03:04:00");
  }

  @Test
  void yearsOfFiveDigitsHaveNoSign() {
    assertThat(text(DateColumn.create("d", LocalDate.of(12_000, 1, 1))))
        .contains("\n12000-01-01\n");
    assertThat(text(DateTimeColumn.create("t", LocalDateTime.of(12_000, 1, 1, 0, 0))))
        .contains("\n12000-01-01 00:00:00\n");
  }

  @Test
  void decimalsAreWrittenAlikeInAColumn() {
    assertThat(values(0.5, 1234.25, 2)).containsExactly("0.50", "1234.25", "2.00");
    assertThat(values(1, 2)).containsExactly("1", "2");
    assertThat(values(1 / 3.0, 2 / 3.0)).containsExactly("0.333333", "0.666667");
    assertThat(values(1e-4)).containsExactly("0.0001");
    assertThat(values(1000 / 3.0, 0)).containsExactly("333.3333", "0.0000");
    assertThat(values(1e7 / 3)).containsExactly("3333333.33");
    assertThat(values(0.00012345678)).containsExactly("0.000123457");
    assertThat(values(1.5e300, 2)).containsExactly("1.5e300", "2e0");
    assertThat(values(1e-12, 0)).containsExactly("1e-12", "0");
    assertThat(values(1, 1e-12)).containsExactly("1.00000", "1e-12");
    assertThat(values(Double.POSITIVE_INFINITY, 1)).containsExactly("Infinity", "1");
    assertThat(view(FloatColumn.create("f", 0.1f)).columns().get(0).values())
        .containsExactly(Optional.of("0.1"));
  }

  private static String[] values(double... numbers) {
    return view(DoubleColumn.create("d", numbers)).columns().get(0).values().stream()
        .map(Optional::orElseThrow)
        .toArray(String[]::new);
  }

  @Test
  void aLongValueWrapsInATableOfFewColumns() {
    String value = "line one\nline two " + "x".repeat(400);
    assertThat(html(StringColumn.create("s", value)))
        .contains("white-space:pre-wrap", ">" + value + "</td>")
        .doesNotContain("title=");
    assertThat(html(StringColumn.create("s", "x".repeat(5000))))
        .contains("x\u2026</td>", "title=\"" + "x".repeat(5000) + "\"");
    assertThat(text(StringColumn.create("s", value)).lines()).allMatch(line -> line.length() < 125);
  }

  @Test
  void aLongValueIsCutInAWideTableAndTheTooltipHasAllOfIt() {
    String value = "line one\nline two " + "x".repeat(400);
    Column<?>[] columns =
        IntStream.range(0, 7)
            .mapToObj(i -> StringColumn.create("s" + i, value))
            .toArray(Column<?>[]::new);
    assertThat(html(columns))
        .contains("title=\"" + value + "\"")
        .contains(">line one\u21b5line two xx")
        .contains("x\u2026</td>");
  }

  @Test
  void aLongTextBehindOtherColumnsGoesOnBelow() {
    String words = "words ".repeat(30).strip();
    assertThat(text(IntColumn.create("n", new int[] {1, 2}), StringColumn.create("s", words, "b")))
        .isEqualTo(
            """
            n  s
            -  %s
            1  %s
               %s
            2  b
            2 rows \u00d7 2 columns\
            """
                .formatted(
                    "-".repeat(117), "words ".repeat(19).strip(), "words ".repeat(11).strip()));
    assertThat(
            text(IntColumn.create("n", new int[] {1}), StringColumn.create("s", "x".repeat(1000))))
        .contains("\n   " + "x".repeat(116) + "\u2026\n")
        .hasLineCount(7);
  }
}
