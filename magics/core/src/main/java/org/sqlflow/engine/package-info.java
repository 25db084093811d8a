/**
 * Where a training or a prediction runs: an engine brings rows, features and an estimator together.
 * {@link org.sqlflow.engine.LocalEngine} does it in this process; a module can bring another one.
 */
package org.sqlflow.engine;
