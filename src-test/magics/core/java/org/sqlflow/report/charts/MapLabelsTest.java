package org.sqlflow.report.charts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sqlflow.report.charts.MapLabels.Label;

class MapLabelsTest {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 340;

  private static double[][] cloud(Random random, int points, double x, double y, double spread) {
    double[][] places = new double[2][points];
    for (int i = 0; i < points; i++) {
      places[0][i] = x + spread * random.nextGaussian();
      places[1][i] = y + spread * random.nextGaussian();
    }
    return places;
  }

  private static List<Label> labels(List<double[][]> clouds) {
    return new MapLabels(WIDTH, HEIGHT)
        .of(clouds, IntStream.range(0, clouds.size()).boxed().toList());
  }

  private static long hidden(Label label, List<double[][]> clouds) {
    return clouds.stream()
        .flatMap(
            cloud ->
                IntStream.range(0, cloud[0].length)
                    .mapToObj(i -> new double[] {cloud[0][i], cloud[1][i]}))
        .filter(
            point ->
                Math.abs(point[0] - label.x()) < label.boxWidth() / 2.0
                    && Math.abs(point[1] - label.y()) < MapLabels.BOX_HEIGHT / 2.0)
        .count();
  }

  @Test
  void twelveGroupsInOnePileHaveLabelsThatHideNothingAndAreWithinTheMap() {
    Random random = new Random(1);
    List<double[][]> clouds = new ArrayList<>();
    for (int group = 0; group < 12; group++) {
      clouds.add(cloud(random, 150, 300 + 5 * group, 170, 12));
    }

    List<Label> labels = labels(clouds);

    assertThat(labels).extracting(Label::group).doesNotHaveDuplicates().hasSize(12);
    for (Label label : labels) {
      assertThat(hidden(label, clouds)).isZero();
      assertThat(label.x()).isBetween(label.boxWidth() / 2.0, WIDTH - label.boxWidth() / 2.0);
      assertThat(label.y()).isBetween(10.0, HEIGHT - 10.0);
      assertThat(labels.stream().filter(other -> other != label))
          .noneMatch(
              other ->
                  Math.abs(other.x() - label.x()) < (other.boxWidth() + label.boxWidth()) / 2.0
                      && Math.abs(other.y() - label.y()) < MapLabels.BOX_HEIGHT);
    }
  }

  @Test
  void aLabelStandsAsNearAsItsPointsAllow() {
    List<double[][]> clouds = List.of(new double[][] {{100}, {100}}, new double[][] {{500}, {300}});
    assertThat(labels(clouds))
        .allSatisfy(
            label ->
                assertThat(Math.hypot(label.x() - label.toX(), label.y() - label.toY()))
                    .isLessThan(25));
  }
}
