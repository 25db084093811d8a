package org.sqlflow.report.charts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sqlflow.models.ClusterProfile;
import org.sqlflow.models.EmbeddingMap;
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
}
