package org.sqlflow.engine;

import java.util.Optional;
import org.sqlflow.features.FeatureFitter;
import org.sqlflow.models.Trained;

/**
 * What an engine gives back of a training.
 *
 * @param trained the model and its summary
 * @param fitted how columns became features, and the rows as the model saw them
 * @param sample what to say of the rows if they are a sample
 */
public record TrainingResult(
    Trained trained, FeatureFitter.Fitted fitted, Optional<String> sample) {}
