package org.sqlflow.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrainingContextTest {
  private final HeardProgress heard = new HeardProgress();
  private final TrainingContext context = TrainingContext.of(heard);

  @Test
  void whatPrecedesTheStartsComesFirst() {
    expect(context);

    tell(context, "sweep");
    tell(context.ofStart(1, 2), "learning");
    tell(context.ofStart(2, 2), "learning");
    tell(context, "scores");

    places(0, 0.2, 0.2, 0.5, 0.5, 0.8, 0.8, 1);
  }

  @Test
  void aPartIsWithinItsPlaceWhateverItExpects() {
    TrainingContext part = context.part(0.5, 0.9);
    tell(context.part(0, 0.5), "survey");
    expect(part);

    tell(part, "sweep");
    tell(part.ofStart(2, 2), "learning");
    tell(part, "scores");

    places(0, 0.5, 0.5, 0.58, 0.7, 0.82, 0.82, 0.9);
  }

  @Test
  void aPhaseThatCountsNothingAdvancesByShares() {
    expect(context);

    tell(context, "scores");
    context.advanced(0.5);
    context.storing();

    places(0.8, 1, 0.9, 1, 1, 1);
    assertThat(heard.all()).extracting(TrainingProgress::phase).startsWith("scores", "scores");
  }

  @Test
  void aPhaseThatNobodyExpectedHasNoPlace() {
    expect(context);

    tell(context, "surprise");

    assertThat(heard.all().get(0).from()).isNaN();
  }

  private static void expect(TrainingContext where) {
    Map<String, Double> starts = new LinkedHashMap<>();
    starts.put("learning", 3.0);
    where.expect(Map.of("sweep", 2.0), starts, 2, Map.of("scores", 2.0));
  }

  private static void tell(TrainingContext where, String phase) {
    where.progress(new TrainingProgress(phase, 1, 1, 0, Double.NaN, Double.NaN, Double.NaN));
  }

  private void places(double... expected) {
    assertThat(heard.all()).hasSize(expected.length / 2);
    for (int i = 0; i < heard.all().size(); i++) {
      assertThat(heard.all().get(i).from()).isCloseTo(expected[2 * i], within(1e-9));
      assertThat(heard.all().get(i).to()).isCloseTo(expected[2 * i + 1], within(1e-9));
    }
  }
}
