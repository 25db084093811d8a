package org.sqlflow.engine;

import java.util.Optional;
import org.sqlflow.data.RowSource;
import org.sqlflow.features.encoding.FeatureFitter;
import org.sqlflow.models.Trained;
import org.sqlflow.models.TrainingSummary;

/**
 * What an engine returns from a training. Closing it releases the rows.
 *
 * @param trained the model and its summary
 * @param fitted how columns became features, and the rows as the model saw them
 * @param sample what to say of the rows if they are a sample
 * @param measures the same rows as they were read, with the columns of the measures: of a {@link
 *     TrainingPlan#reportsMeasures}, if it has any; can be read again
 */
public record TrainingResult(
    Trained trained,
    FeatureFitter.Fitted fitted,
    Optional<String> sample,
    Optional<RowSource> measures)
    implements AutoCloseable {
  /** The same with another model and summary. */
  public TrainingResult with(Trained other) {
    return new TrainingResult(other, fitted, sample, measures);
  }

  /** The same with another summary. */
  public TrainingResult with(TrainingSummary summary) {
    return new TrainingResult(new Trained(trained.model(), summary), fitted, sample, measures);
  }

  @Override
  public void close() {
    measures.ifPresent(RowSource::close);
  }
}
