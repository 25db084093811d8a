package org.sqlflow.report.charts;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.sqlflow.report.Output;
import org.sqlflow.report.Palette;

class TreeChartTest {
  private static TreeChart.Node leaf(String label, int group, String text) {
    return new TreeChart.Node(label, text, group, List.of());
  }

  private static final TreeChart CHART =
      new TreeChart(
          "shoppers",
          new TreeChart.Node(
              "",
              "",
              -1,
              List.of(
                  new TreeChart.Node(
                      "bounce_rates < 0.091",
                      "",
                      -1,
                      List.of(
                          leaf("weekend < 1", 0, "group 0: 6,675 rows, 99 % right"),
                          leaf("weekend \u2265 1", 1, "group 1: 2,715 rows, 98 % right"))),
                  new TreeChart.Node(
                      "bounce_rates \u2265 0.091",
                      "",
                      -1,
                      List.of(
                          leaf("month is Nov, Dec", 2, "group 2: 924 rows, 97 % right"),
                          leaf("month is not Nov, Dec", -1, "no group: 7 rows, 100 % right"))))));

  @Test
  @SuppressWarnings("unchecked")
  void eachBranchHasItsConditionAndEachLeafItsGroup() {
    Output.Picture picture = CHART.output();

    assertThat(picture.text()).isEqualTo("Rules of shoppers: a tree with 4 leaves");
    List<Map<String, Object>> layers = (List<Map<String, Object>>) picture.vegaLite().get("layer");
    assertThat(layers).hasSize(4);
    assertThat(values(layers.get(1)))
        .extracting(value -> value.get("condition"))
        .containsExactlyInAnyOrder(
            "bounce_rates < 0.091",
            "weekend < 1",
            "weekend \u2265 1",
            "bounce_rates \u2265 0.091",
            "month is Nov, Dec",
            "month is not Nov, Dec");
    assertThat(values(layers.get(2)))
        .extracting(value -> value.get("colour"))
        .containsExactly(
            Palette.colour(0), Palette.colour(1), Palette.colour(2), Palette.colour(-1));
    // Null would not reach the notebook, which would draw axes in its place.
    assertThat(layers).noneMatch(layer -> layer.toString().contains("null"));
    assertThat(layers.get(2).toString()).contains("range=[" + Palette.colour(0));
    // A branch for each node and an upright line for each fork.
    assertThat(values(layers.get(0))).hasSize(7 + 3);
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> values(Map<String, Object> layer) {
    return (List<Map<String, Object>>) ((Map<String, Object>) layer.get("data")).get("values");
  }

  @Test
  void leavesStandBelowEachOtherInThePicture() throws IOException {
    BufferedImage image =
        ImageIO.read(new ByteArrayInputStream(CHART.output().png().orElseThrow()));

    int[] heights = new int[4];
    for (int group = 0; group < 4; group++) {
      int colour = Integer.parseInt(Palette.colour(group == 3 ? -1 : group).substring(1), 16);
      heights[group] = place(image, colour);
    }
    assertThat(heights).isSorted();
    assertThat(image.getWidth()).isLessThan(900);
    // No background.
    assertThat(image.getRGB(0, 0) >>> 24).isZero();
  }

  private static int place(BufferedImage image, int colour) {
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int pixel = image.getRGB(x, y);
        // The picture has its own palette.
        if (pixel >>> 24 > 200 && distance(pixel, colour) < 24) {
          return y;
        }
      }
    }
    throw new AssertionError("no leaf has the colour " + colour);
  }

  private static int distance(int a, int b) {
    int most = 0;
    for (int shift = 0; shift < 24; shift += 8) {
      most = Math.max(most, Math.abs((a >> shift & 0xFF) - (b >> shift & 0xFF)));
    }
    return most;
  }

  private static TreeChart.Node deep(int depth) {
    return depth == 0
        ? leaf("installments < 1,234,567", 0, "group 0: 1,234 rows, 98 % correct")
        : new TreeChart.Node(
            "cash_advance_frequency < 0.125",
            "",
            -1,
            List.of(deep(depth - 1), leaf("purchases \u2265 3,303", 1, "group 1: 9 rows")));
  }

  /** Notebooks have room for about 800 pixels in a window of 1,100. */
  @Test
  void aDeepTreeGrowsDownSoThatItFitsOnAPage() throws IOException {
    Output.Picture picture = new TreeChart("m", deep(6)).output();

    BufferedImage image = ImageIO.read(new ByteArrayInputStream(picture.png().orElseThrow()));
    assertThat(image.getWidth()).isLessThan(780);
    assertThat((Integer) picture.vegaLite().get("width")).isLessThan(780);
    List<Map<String, Object>> layers = layers(picture);
    assertThat(values(layers.get(1))).as("a condition for each branch").hasSize(12);
    assertThat(values(layers.get(1)))
        .as("no two in the same line")
        .extracting(value -> value.get("y"))
        .doesNotHaveDuplicates();
    assertThat(values(layers.get(2))).as("leaves").hasSize(7);
  }

  @Test
  void aLongConditionKeepsItsEnd() {
    String column = "average_number_of_purchases_in_installments";
    TreeChart chart =
        new TreeChart(
            "m",
            new TreeChart.Node(
                "",
                "",
                -1,
                List.of(
                    leaf(column + " < 0.43", 0, "group 0: 5 rows"),
                    leaf(column + " \u2265 0.43", 1, "group 1: 5 rows"))));

    assertThat(values(layers(chart.output()).get(1)))
        .extracting(value -> (String) value.get("text"))
        .satisfiesExactly(
            text -> assertThat(text).startsWith("average").endsWith(" < 0.43").contains("\u2026"),
            text -> assertThat(text).startsWith("average").endsWith(" \u2265 0.43"));
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> layers(Output.Picture picture) {
    return (List<Map<String, Object>>) picture.vegaLite().get("layer");
  }

  @Test
  void aTreeOfOneLeafIsDrawn() {
    TreeChart chart = new TreeChart("m", leaf("", 0, "group 0: 5 rows"));

    assertThat(chart.output().text()).isEqualTo("Rules of m: a tree with 1 leaf");
    assertThat(chart.output().png()).isPresent();
  }
}
