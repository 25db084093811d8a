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
  /** The name of the phase. */
  public static final String PHASE = "scores";

  /**
   * The time of the scores for each row of a sample, in units of a k-means start's time for a row.
   */
  private static final double WORK = 500;

  private static final int SAMPLE = 1000;

  private FinalScores() {}

  /**
   * The time of the scores, in units of the time that one start of k-means takes for a row.
   *
   * @param rows of the training
   */
  public static double weight(int rows) {
    return WORK * Math.min(rows, SAMPLE);
  }

  /**
   * Computes scores; if the user interrupts and keeps the model, computes them again from the
   * start.
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
