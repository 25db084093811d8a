package org.sqlflow.models.supervised;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.sqlflow.models.Assessment;
import org.sqlflow.models.LabelledRows;
import org.sqlflow.models.Model;
import org.sqlflow.models.TrainingContext;
import org.sqlflow.models.TrainingSummary.CurvePoint;
import org.sqlflow.models.TrainingSummary.Phase;

/** How an estimator with a label learns from rows; {@link SupervisedTraining} does the rest. */
public interface Learner {
  /**
   * Learns.
   *
   * @param training to learn from
   * @param validation to stop early by, but not to learn from; empty without
   * @param steps exactly as many epochs; empty to find out how many are best
   * @return what was learned
   */
  Learned learn(
      LabelledRows training,
      Optional<LabelledRows> validation,
      OptionalInt steps,
      TrainingContext context);

  /** Whether the model is linear, so that there is no simpler one to compare it with. */
  boolean isLinear();

  /**
   * What was learned.
   *
   * @param model ready to predict
   * @param steps how many epochs the model has; 0 if the model of USING is the best
   * @param phases the parts of the training
   * @param curve the training's loss after each epoch
   * @param curves scores by epoch, of both parts
   * @param notes sentences for every reader
   * @param details sentences on how it was done
   * @param isEarly whether the user stopped it
   */
  record Learned(
      Model model,
      int steps,
      List<Phase> phases,
      List<CurvePoint> curve,
      List<Assessment.Curve> curves,
      List<String> notes,
      List<String> details,
      boolean isEarly) {}
}
