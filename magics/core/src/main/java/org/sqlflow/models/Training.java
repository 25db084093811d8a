package org.sqlflow.models;

/**
 * What a training gives.
 *
 * @param model the model, ready to predict
 * @param story what happened, for reports and for SHOW and DESCRIBE
 */
public record Training(Model model, TrainingSummary story) {}
