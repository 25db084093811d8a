package org.sqlflow.engine;

import java.util.OptionalLong;
import org.sqlflow.data.RowSource;
import org.sqlflow.models.TrainingContext;

/** Trains estimators on the rows of a query. Safe to use from several threads. */
public interface TrainingEngine {
  /**
   * Whether this engine can do what the plan's estimator requires, on such rows. Engines of modules
   * are asked before {@link LocalEngine}.
   */
  boolean canTrain(TrainingPlan plan, RowSource rows);

  /** The most rows that there can ever be room for: no more than one row above needs to be read. */
  long mostRows(TrainingPlan plan);

  /**
   * Trains.
   *
   * @param rows what {@link TrainingPlan#reads} asks for; closed as soon as it is no longer needed
   * @param all how many rows the query has, where {@code rows} holds a part of them for a sample
   * @throws EngineException if there is no room for so many rows
   * @throws org.sqlflow.features.FeatureException if the columns cannot be features as asked
   * @throws org.sqlflow.models.ModelException if these rows cannot be trained on
   * @throws java.util.concurrent.CancellationException if the user asked to stop
   */
  TrainingResult train(
      TrainingPlan plan, RowSource rows, OptionalLong all, TrainingContext context);
}
