package org.sqlflow.kernel.display;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.XYChart;
import org.sqlflow.completion.Inspection;
import org.sqlflow.completion.Inspection.Fact;
import org.sqlflow.report.Output;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class DisplaysTest {
  private final Displays displays = new Displays(new Renderer());

  @Test
  void aPictureGoesOutAsVegaLiteAndPngAndWithoutHtml() {
    DisplayData data =
        displays.of(
            new Output.Picture(
                "a heat map", Optional.of(new byte[] {1, 2}), Map.of("mark", "rect")),
            10);

    assertThat(data.getData(MIMEType.parse("text/plain"))).isEqualTo("a heat map");
    assertThat(data.getData(MIMEType.parse("image/png"))).isEqualTo("AQI=");
    assertThat(data.getData(MIMEType.parse("application/vnd.vegalite.v5+json")))
        .isEqualTo(Map.of("mark", "rect"));
    assertThat(data.hasDataForType(MIMEType.parse("text/html"))).isFalse();
  }

  @Test
  void whereNoPngCouldBeDrawnTheRestIsShown() {
    DisplayData data = displays.of(new Output.Picture("x", Optional.empty(), Map.of("a", 1)), 10);

    assertThat(data.hasDataForType(MIMEType.parse("image/png"))).isFalse();
    assertThat(data.hasDataForType(MIMEType.parse("application/vnd.vegalite.v5+json"))).isTrue();
  }

  @Test
  void aTableOfMeansIsColouredByHowFarEachLiesOff() {
    Table table =
        Table.create(
            StringColumn.create("feature", "<age>", "income"),
            StringColumn.create("all rows", "40", "1,000"),
            StringColumn.create("group 0", "\u25b2 61", "1,010"),
            StringColumn.create("group 1", "33", "\u25bc 20"));
    double[][] deviations = {{Double.NaN, 2.5, -0.5}, {Double.NaN, 0.1, -1.2}};

    DisplayData data =
        displays.of(new Output.Heat(Optional.of("Means"), table, deviations, "Orange: above."), 1);

    String html = (String) data.getData(MIMEType.TEXT_HTML);
    assertThat(html)
        .contains("&lt;age&gt;", "Orange: above.")
        .contains("background-color:rgba(230,97,1,0.60)\">\u25b2 61<")
        .contains("background-color:rgba(33,102,172,0.20)\">33<")
        .contains("background-color:rgba(33,102,172,0.48)\">\u25bc 20<")
        .contains("white-space:pre\">1,010<")
        .contains("white-space:pre\">1,000<");
    assertThat(data.getData(MIMEType.TEXT_PLAIN))
        .isEqualTo(
            """
            Means
            feature  all rows  group 0  group 1
            -------  --------  -------  -------
            <age>          40     \u25b2 61       33
            income      1,000    1,010     \u25bc 20
            Orange: above.\
            """);
  }

  @Test
  void detailsAreFoldedInHtmlAndIndentedInText() {
    Output.Rows starts =
        new Output.Rows(
            Optional.of("Starts"),
            Table.create(StringColumn.create("kept", "yes")),
            Map.of(),
            Output.Role.REPORT);

    DisplayData data =
        displays.of(new Output.Details("Details", List.of("a < b", "c"), List.of(starts)), 10);

    assertThat(text(data)).isEqualTo("Details:\n  a < b\n  c\n  Starts\n  kept\n  ----\n  yes");
    assertThat((String) data.getData(MIMEType.TEXT_HTML))
        .matches(
            "(?s)<!-- Details"
                + " -->\\s*<div[^>]*><details><summary[^>]*>Details</summary>.*</details></div>")
        .contains(">a &lt; b</div>", ">Starts</h4>", ">yes</td>");
  }

  @Test
  void aTableOfAReportHasNoTypesAndNoCount() {
    Table table = Table.create(StringColumn.create("s", "a"));

    DisplayData report =
        displays.of(new Output.Rows(Optional.of("T"), table, Map.of(), Output.Role.REPORT), 10);
    DisplayData result =
        displays.of(new Output.Rows(Optional.empty(), table, Map.of(), Output.Role.RESULT), 10);

    assertThat(report.getData(MIMEType.TEXT_PLAIN)).isEqualTo("T\ns\n-\na");
    assertThat((String) report.getData(MIMEType.TEXT_HTML)).doesNotContain(">text<", "1 row");
    assertThat((String) result.getData(MIMEType.TEXT_HTML)).contains(">text<", "1 row");
  }

  @Test
  void aReportWiderThanThePageWrapsItsTextsAndAResultDoesNot() {
    String text = "a condition of " + "words ".repeat(20).strip();
    Table table = Table.create(StringColumn.create("condition", text, "short"));
    for (int i = 0; i < 6; i++) {
      table.addColumns(LongColumn.create("a column c" + i, 1, 2));
    }

    String report = html(new Output.Rows(Optional.of("T"), table, Map.of(), Output.Role.REPORT));
    String result = html(new Output.Rows(Optional.empty(), table, Map.of(), Output.Role.RESULT));

    assertThat(report).contains(text + "</td>").containsOnlyOnce("white-space:pre-wrap");
    assertThat(result).doesNotContain("white-space:pre-wrap");
  }

  @Test
  void theTextsOfAReportAreOnSeveralLinesInPlainTextToo() {
    Table table =
        Table.create(
            LongColumn.create("rule", 1, 2),
            StringColumn.create("condition", "price < 200 OR price IS NULL AND x > 2 AND y", "b"),
            StringColumn.create("in words", "c", "d"));

    assertThat(
            displays
                .of(new Output.Rows(Optional.of("T"), table, Map.of(), Output.Role.REPORT), 10)
                .getData(MIMEType.TEXT_PLAIN))
        .isEqualTo(
            """
            T
            rule  condition                                 in words
            ----  ----------------------------------------  --------
               1  price < 200 OR price IS NULL AND x > 2    c
                  AND y
               2  b                                         d\
            """
                .stripIndent());
  }

  private String html(Output.Rows rows) {
    return (String) displays.of(rows, 10).getData(MIMEType.TEXT_HTML);
  }

  @Test
  void aNumberAndItsUnitStayOnOneLine() {
    String html =
        (String)
            Displays.note(List.of("All 100 % of it.", "It took 1.5 s, and 7 % 3 stays SQL."))
                .getData(MIMEType.TEXT_HTML);

    assertThat(html)
        .contains("All 100\u00a0% of it.", "took <span style=\"white-space:nowrap\">1.5 s</span>,")
        .contains("7 %");
  }

  @Test
  void aReportTiesItsRowsToTheMapAndShowsSharesAndDifferencesAtAGlance() {
    Table table =
        Table.create(
            LongColumn.create("rows", 7500, 2500),
            DoubleColumn.create("share in %", 75, 25),
            StringColumn.create("how it differs", "a far above average (2 against 1)", "alike"));
    DisplayData data =
        displays.of(
            Output.Rows.report(
                "Groups of m",
                table,
                Map.of(
                    0,
                    new Output.Look.Patches(List.of("#0072b2", "#e69f00")),
                    1,
                    new Output.Look.Bars(List.of(0.75, 0.25)),
                    2,
                    new Output.Look.Chips(
                        List.of(
                            List.of(new Output.Chip("\u25b2 a<b> 2", 1.5, "\"far\" above")),
                            List.of())))),
            10);

    assertThat(text(data)).contains("7,500", "2,500", "a far above average", "alike");
    assertThat((String) data.getData(MIMEType.TEXT_HTML))
        .contains("<caption", "<h4", "<th scope=\"col\"", "background-color:#e69f00")
        .contains("width:75.0%", "width:25.0%", ">alike</td>")
        // A long title beside a narrow table, and a text beside a bar, need room.
        .contains("white-space:nowrap\">Groups of m</h4>", "min-width:3em")
        .contains("title=\"&quot;far&quot; above\"", ">\u25b2 a&lt;b&gt; 2</span>")
        .doesNotContain("a far above average");
  }

  @Test
  void theFirstLineOfEachOutputCanBeReadWhereTheOutputIsFolded() {
    DisplayData note = displays.of(new Output.Note(List.of("a --> b", "c"), List.of("good")), 10);
    DisplayData table = displays.of(Table.create(IntColumn.create("n", new int[] {1})));

    assertThat(html(note)).startsWith("<!-- a - b -->\n").contains(">good</span>");
    assertThat(text(note)).isEqualTo("a --> b\n[good]\nc");
    assertThat(html(displays.of(new Output.Note(List.of("CREATE: 5 rows")), 10)))
        .isEqualTo("CREATE: 5 rows\n");
    assertThat(html(displays.of(new Output.Note(List.of("It costs $5, or $x$.")), 10)))
        .startsWith("<!-- It costs $5, or $x$. -->\n<div class=\"tex2jax_ignore");
    assertThat(html(table)).startsWith("<!-- 1 row \u00d7 1 column -->\n");
  }

  @Test
  void thePlanOfADatabaseKeepsItsLines() {
    String plan = "\u256d\u2500\u2500\u256e\n\u2502 a\u2502\n\u2570\u2500\u2500\u256f";
    DisplayData data =
        displays.of(
            Table.create(StringColumn.create("key", "p"), StringColumn.create("value", plan)));

    assertThat(html(data)).contains("font-family:monospace", plan);
    assertThat(text(data))
        .contains(
            "p    \u256d\u2500\u2500\u256e\n     \u2502 a\u2502\n     \u2570\u2500\u2500\u256f");
  }

  @Test
  void scoresOfDifferentSizesAreWrittenInDigitsAndOthersInPlaces() {
    Table scores =
        Table.create(
            DoubleColumn.create("mixed", 9049.0242, 0.384219, -0.5),
            DoubleColumn.create("alike", 1234.5, 9.25, 0.0),
            DoubleColumn.create("now", 48.3, 0.2276, 0.051));
    assertThat(
            text(
                displays.of(
                    new Output.Rows(Optional.of("T"), scores, Map.of(), Output.Role.ANSWER), 10)))
        .contains("9,049", "0.3842", "-0.5", "1,234.50", "9.25")
        .contains("  48.3\n", "0.2276\n", " 0.051\n");
  }

  private static String html(DisplayData data) {
    return (String) data.getData(MIMEType.TEXT_HTML);
  }

  @Test
  void anAnswerIsShownWholeAndAResultUpToTheLimit() {
    Table table = Table.create(StringColumn.create("s", "a", "b", "c"));
    String answer =
        text(
            displays.of(new Output.Rows(Optional.empty(), table, Map.of(), Output.Role.ANSWER), 2));
    String result =
        text(
            displays.of(new Output.Rows(Optional.empty(), table, Map.of(), Output.Role.RESULT), 2));
    assertThat(answer).contains("\nc", "3 rows");
    assertThat(result).doesNotContain("\nc").contains("2 of 3 rows");
  }

  @Test
  void aListingIsLimitedLikeAResultButHasNoTypes() {
    Table table =
        Table.create(StringColumn.create("name", "m", "k"), IntColumn.create("rows", 1, 2));

    DisplayData listing = displays.of(Output.Rows.listing(table), 1);

    assertThat(html(displays.of(table))).contains(">text</span>", ">integer</span>");
    assertThat(html(listing)).doesNotContain(">text</span>").doesNotContain(">integer</span>");
    assertThat(text(listing)).contains("1 of 2 rows");
  }

  private static String text(DisplayData data) {
    return (String) data.getData(MIMEType.TEXT_PLAIN);
  }

  @Test
  void chartsAndImagesAreDrawn() {
    XYChart chart = new XYChart(300, 200);
    chart.addSeries("line", new double[] {1, 2, 3}, new double[] {3, 1, 2});
    DisplayData drawn = displays.of((Object) chart);
    assertThat(text(drawn)).isEqualTo("chart of 300 \u00d7 200 pixels");
    assertThat((String) drawn.getData(MIMEType.parse("image/png"))).startsWith("iVBORw0KGgo");

    DisplayData image = displays.of((Object) new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB));
    assertThat(text(image)).isEqualTo("image of 3 \u00d7 2 pixels");
    assertThat((String) image.getData(MIMEType.parse("image/png"))).startsWith("iVBORw0KGgo");
  }

  @Test
  void columnsAndRowsAreTables() {
    Table table =
        Table.create("t", IntColumn.create("n", 1, 2), StringColumn.create("s", "one", null));
    assertThat(text(displays.of((Object) table.column("n")))).contains("n", "1", "2", "2 rows");
    assertThat(text(displays.of((Object) table.row(0)))).contains("n", "s", "one", "1 row");
    assertThat(text(displays.of((Object) table.row(1)))).contains("2", "NULL");
    assertThat(text(displays.of((Object) new int[] {1, 2}))).isEqualTo("[1, 2]");
  }

  @Test
  void aTextLongerThanAnyoneReadsIsCut() {
    assertThat(text(displays.of((Object) "x".repeat(100_000)))).hasSize(100_000);
    assertThat(text(displays.of((Object) "x".repeat(5_000_000))))
        .hasSizeLessThan(100_100)
        .endsWith("(4,900,000 more characters)");
    assertThat(text(displays.of((Object) List.of("x".repeat(5_000_000)))))
        .hasSizeLessThan(100_100)
        .endsWith("more characters)");
  }

  @Test
  void anExplanationIsEscapedAndAligned() {
    Map<String, Object> shown =
        InspectionText.bundle(
            new Inspection(
                "a<b", "text", List.of(new Fact("x", "1"), new Fact("longer", "<i>\n2"))));
    assertThat(shown.get("text/plain"))
        .isEqualTo("a<b\ntext\n  x       1\n  longer  <i>\n          2");
    assertThat((String) shown.get("text/html"))
        .contains("a&lt;b", "&lt;i&gt;")
        .doesNotContain("<i>");
  }

  /** Each cut falls inside a surrogate pair, if it counts UTF-16 units. */
  @Test
  void noCutLeavesHalfACharacter() {
    String faces = "\ud83d\ude00".repeat(60_000);
    for (String text : List.of(faces, "x" + faces)) {
      Table table = Table.create(StringColumn.create("s", text));
      for (Object value : List.of(text, table)) {
        DisplayData data = displays.of(value);

        for (MIMEType type : List.of(MIMEType.TEXT_PLAIN, MIMEType.TEXT_HTML)) {
          String shown = String.valueOf(data.getData(type));
          assertThat(shown.codePoints().filter(c -> c >= 0xD800 && c <= 0xDFFF)).isEmpty();
        }
      }
    }
    assertThat(Shortened.text("x" + faces)).endsWith("(20,002 more characters)");
  }
}
