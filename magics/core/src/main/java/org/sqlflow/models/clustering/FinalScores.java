package org.sqlflow.models.clustering;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.sqlflow.models.TrainingContext;
import org.sqlflow.models.TrainingSummary.Phase;
import org.sqlflow.models.attributes.AttributeValues;
import org.sqlflow.models.attributes.CommonAttributes;
import org.sqlflow.models.training.PhaseTimer;
import org.sqlflow.text.Text;

/**
 * Scores of a clustering whose training is complete, as a phase of the training. A user who
 * interrupts it keeps the model, if {@link CommonAttributes#ON_INTERRUPT} says so.
 */
public final class FinalScores {
  /** The phase that they are. */
  public static final String PHASE = "scores";

  /** They take as long as so much work on each row of a sample. */
  private static final double WORK = 500;

  private static final int SAMPLE = 1000;

  private FinalScores() {}

  /**
   * How long the scores take, in units of what one start of k-means takes for a row.
   *
   * @param rows of the training
   */
  public static double weight(int rows) {
    return WORK * Math.min(rows, SAMPLE);
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
    PhaseTimer timer = new PhaseTimer(PHASE, 1, context);
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
}
