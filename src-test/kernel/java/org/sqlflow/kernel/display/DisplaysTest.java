package org.sqlflow.kernel.display;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.junit.jupiter.api.Test;
import org.sqlflow.report.Output;
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
  void aTableOfAReportHasNoTypesAndNoCount() {
    Table table = Table.create(StringColumn.create("s", "a"));

    DisplayData report = displays.of(new Output.Rows(Optional.of("T"), table, Map.of(), false), 10);
    DisplayData result = displays.of(new Output.Rows(Optional.of("T"), table, Map.of(), true), 10);

    assertThat(report.getData(MIMEType.TEXT_PLAIN)).isEqualTo("T\ns\n-\na");
    assertThat((String) report.getData(MIMEType.TEXT_HTML)).doesNotContain(">text<", "1 row");
    assertThat((String) result.getData(MIMEType.TEXT_HTML)).contains(">text<", "1 row");
  }
}
