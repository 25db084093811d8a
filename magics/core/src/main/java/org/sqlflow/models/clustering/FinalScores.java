package org.sqlflow.models.clustering;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.sqlflow.data.Matrix;
import org.sqlflow.math.RowSample;
import org.sqlflow.models.TrainingContext;
import org.sqlflow.models.TrainingSet;
import org.sqlflow.models.TrainingSummary.Phase;
import org.sqlflow.models.attributes.AttributeValues;
import org.sqlflow.models.attributes.CommonAttributes;
import org.sqlflow.models.metrics.Silhouette;
import org.sqlflow.models.training.PhaseTimer;
import org.sqlflow.text.Text;

/**
 * Scores of a clustering whose training is complete, as a phase of the training. A user who
 * interrupts it keeps the model, if {@link CommonAttributes#ON_INTERRUPT} says so.
 */
public final class FinalScores {
  private FinalScores() {}

  /**
   * The silhouette on the scaled features; empty if there is one group alone.
   *
   * @param groups of each row; rows with a negative one are in no group and left out
   * @param phases gets this one
   * @param notes gets a sentence if the user interrupts
   * @throws CancellationException if the user stopped it
   */
  public static OptionalDouble silhouette(
      TrainingSet set,
      int[] groups,
      TrainingContext context,
      List<Phase> phases,
      List<String> notes) {
    return of(
        () -> silhouette(set.rows(), groups, context), set.attributes(), context, phases, notes);
  }

  /**
   * Any scores, computed again without the interrupt if the user interrupts and keeps the model.
   *
   * @param phases gets this one
   * @param notes gets a sentence if the user interrupts
   * @throws CancellationException if the user stopped it
   */
  public static <T> T of(
      Supplier<T> scores,
      AttributeValues attributes,
      TrainingContext context,
      List<Phase> phases,
      List<String> notes) {
    PhaseTimer timer = new PhaseTimer("scores", 1, context);
    try {
      timer.begin();
      return keeping(scores, attributes, context, notes);
    } finally {
      phases.add(timer.end());
    }
  }

  /** The same for scores that make a phase themselves. */
  public static <T> T keeping(
      Supplier<T> scores, AttributeValues attributes, TrainingContext context, List<String> notes) {
    try {
      return scores.get();
    } catch (CancellationException stopped) {
      if (!CommonAttributes.keepsOnInterrupt(attributes) || context.isEndingEarly()) {
        throw stopped;
      }
      notes.add(Text.of("Interrupted in %s: the training was complete.", context.where()));
      context.endEarly();
      return scores.get();
    }
  }

  private static OptionalDouble silhouette(Matrix rows, int[] groups, TrainingContext context) {
    int[] grouped = IntStream.range(0, groups.length).filter(row -> groups[row] >= 0).toArray();
    if (grouped.length == groups.length) {
      return Silhouette.of(rows, groups, context);
    }
    int[] own = Arrays.stream(grouped).map(row -> groups[row]).toArray();
    return grouped.length == 0
        ? OptionalDouble.empty()
        : Silhouette.of(RowSample.take(rows, grouped), own, context);
  }
}
