/**
 * Trained models as column functions see them: what a model reads and outputs, and where one is
 * found by its name. Knows neither models nor features; {@code store} implements it.
 */
package org.sqlflow.features.trained;
