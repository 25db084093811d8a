package org.sqlflow.report.charts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sqlflow.models.clusters.ClusterProfile;
import org.sqlflow.models.clusters.EmbeddingMap;
import org.sqlflow.report.Output;

class MapChartTest {
  private static final int POINTS = 2000;

  private static Output.Picture picture() {
    Random random = new Random(1);
    float[] across = new float[POINTS];
    float[] up = new float[POINTS];
    int[] groups = new int[POINTS];
    for (int i = 0; i < POINTS; i++) {
      groups[i] = i % 6 - 1;
      across[i] = (float) (3 * groups[i] + random.nextGaussian());
      up[i] = (float) random.nextGaussian();
    }
    ClusterProfile profile =
        new ClusterProfile(
            1000,
            List.of(),
            List.of(new ClusterProfile.Group(0, 500, 0.5, List.of(), "far above")));
    EmbeddingMap map = new EmbeddingMap(across, up, groups, false, POINTS, 0.9);
    return new MapChart("m", map, profile).output().orElseThrow();
  }

  private static Map<?, ?> layer(int index) {
    return (Map<?, ?>) ((List<?>) picture().vegaLite().get("layer")).get(index);
  }

  @Test
  void noPointLiesOnTheFrame() {
    String csv = (String) ((Map<?, ?>) layer(0).get("data")).get("values");
    List<int[]> points =
        csv.lines()
            .skip(1)
            .map(line -> Arrays.stream(line.split(",")).mapToInt(Integer::parseInt).toArray())
            .toList();
    assertThat(points).hasSizeGreaterThan(POINTS / 2);
    assertThat(points).allMatch(p -> p[1] > 10 && p[1] < 630 && p[2] > 10 && p[2] < 330);
    assertThat(points.stream().map(p -> p[0]).distinct()).containsExactly(-1, 0, 1, 2, 3, 4);
  }

  @Test
  void aTooltipTellsTheGroupAndWhatSetsItApart() {
    assertThat(layer(0).toString()).contains("tooltip", "what sets it apart=far above");
    assertThat(layer(0).toString()).contains("rows=500 (50.0 %)");
  }

  @Test
  void eachGroupHasOneLabelAndRowsInNoneHaveNone() {
    List<?> boxes = (List<?>) ((Map<?, ?>) layer(2).get("data")).get("values");
    assertThat(boxes.stream().<Object>map(box -> ((Map<?, ?>) box).get("group")))
        .containsExactlyInAnyOrder(0, 1, 2, 3, 4);
  }

  @Test
  void aPictureOfManyPointsIsSmall() {
    Output.Picture picture = picture();
    assertThat(picture.vegaLite().toString().length()).isLessThan(30_000);
    picture.png().ifPresent(png -> assertThat(png.length).isLessThan(32_000));
  }

  /** A map of points around zero, and some that lie at a place far to the right. */
  private static Output.Picture withFar(int far) {
    Random random = new Random(1);
    float[] across = new float[1000];
    float[] up = new float[1000];
    for (int i = 0; i < across.length; i++) {
      across[i] = i < far ? 500 + i : (float) random.nextGaussian();
      up[i] = (float) random.nextGaussian();
    }
    EmbeddingMap map = new EmbeddingMap(across, up, new int[1000], false, 1000, 0.9);
    return new MapChart("m", map, new ClusterProfile(1000, List.of(), List.of()))
        .output()
        .orElseThrow();
  }

  private static long widthOfTheBulk(Output.Picture picture) {
    Map<?, ?> points = (Map<?, ?>) ((List<?>) picture.vegaLite().get("layer")).get(0);
    String csv = (String) ((Map<?, ?>) points.get("data")).get("values");
    return csv.lines().skip(1).map(line -> line.split(",")[1]).distinct().count();
  }

  @Test
  void aFewFarPointsDoNotSqueezeTheOthersAndAreCounted() {
    Output.Picture one = withFar(1);
    Output.Picture three = withFar(3);

    assertThat(one.text()).startsWith("Map of m, 1,000 rows; 1 far is not shown: ");
    assertThat(three.text()).startsWith("Map of m, 1,000 rows; 3 far are not shown: ");
    assertThat(widthOfTheBulk(three)).isGreaterThan(200);
  }

  @Test
  void manyFarPointsAreAGroupAndAreShown() {
    assertThat(withFar(100).text()).startsWith("Map of m, 1,000 rows: ");
    assertThat(withFar(0).text()).startsWith("Map of m, 1,000 rows: ");
    assertThat(widthOfTheBulk(withFar(100))).isLessThan(150);
  }
}
