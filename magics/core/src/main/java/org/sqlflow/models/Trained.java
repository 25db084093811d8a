package org.sqlflow.models;

/**
 * What a training returns.
 *
 * @param model the model, ready to predict
 * @param summary what happened, for reports and for SHOW and DESCRIBE
 */
public record Trained(Model model, TrainingSummary summary) {}
