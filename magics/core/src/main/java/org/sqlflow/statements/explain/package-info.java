/**
 * TO EXPLAIN: why a model gives the values it gives. One explainer for each way to say it: profile,
 * rules, examples and SHAP values.
 */
package org.sqlflow.statements.explain;
