/**
 * Gradient boosting by XGBoost (Chen and Guestrin 2016), a library with native code: nothing of it
 * is loaded before a statement trains or uses such a model.
 */
package org.sqlflow.models.xgboost;
