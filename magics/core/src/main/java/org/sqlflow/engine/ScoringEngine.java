package org.sqlflow.engine;

import java.util.function.Consumer;
import org.sqlflow.data.RowBatch;

/** Applies models to rows. Safe to use from several threads. */
public interface ScoringEngine {
  /** Whether this engine can apply the model. Engines of modules are asked before this process. */
  boolean canScore(Scoring scoring);

  /**
   * Predicts all rows, in their order, in parts that are bounded in bytes.
   *
   * @param rows gives the batches, one after the other, to whoever it is called with
   * @param reader takes the predictions, part by part, on the calling thread
   */
  void score(
      Scoring scoring, Consumer<Consumer<RowBatch>> rows, Consumer<Scoring.ScoredRows> reader);
}
