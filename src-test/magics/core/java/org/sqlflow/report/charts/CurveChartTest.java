package org.sqlflow.report.charts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sqlflow.models.TrainingSummary.CurvePoint;
import org.sqlflow.report.Output;

class CurveChartTest {
  private static CurveChart chart(String phase, double... losses) {
    return new CurveChart(
        "m",
        IntStream.range(0, losses.length)
            .mapToObj(i -> new CurvePoint(phase, i + 1, losses[i], Double.NaN))
            .toList());
  }

  @Test
  void aLossThatRisesIsSaid() {
    assertThat(chart("pre-training", 1, 0.5, 0.25, 0.75).rises())
        .containsExactly(
            "The loss of pre-training rises from 0.2500 (epoch 3) to 0.7500 (epoch 4): training"
                + " longer does not help.");
    assertThat(chart("clustering", 0.25, 0.5).rises())
        .singleElement()
        .asString()
        .contains("its target changes during the training");
  }

  @Test
  void aLossThatFallsOrTremblesIsNoNews() {
    assertThat(chart("pre-training", 1, 0.5, 0.25).rises()).isEmpty();
    assertThat(chart("pre-training", 1, 0.5, 0.25, 0.26).rises()).isEmpty();
    assertThat(chart("k-means", 1000.5, 1000.1, 1000.3).rises()).isEmpty();
    assertThat(chart("k-means", 0, 6e-26).rises()).isEmpty();
    assertThat(chart("k-means").rises()).isEmpty();
  }

  @Test
  void theAxisHasWholeEpochsAndTheNearestPointTellsItsValue() {
    Output.Picture picture = chart("k-means", 3, 2, 1).output().orElseThrow();
    Map<?, ?> panel = (Map<?, ?>) ((List<?>) picture.vegaLite().get("hconcat")).get(0);
    assertThat(panel.toString())
        .contains("values=[1, 2, 3], tickMinStep=1", "format=d", "nearest=true")
        .contains("title=iteration", "values=step,value\n1,3\n2,2\n3,1");
    assertThat(picture.vegaLite().get("description")).isEqualTo(picture.text());
    assertThat(picture.vegaLite().get("background")).isEqualTo("transparent");
  }
}
