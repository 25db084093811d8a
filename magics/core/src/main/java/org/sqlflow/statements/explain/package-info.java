/**
 * TO EXPLAIN: why a model gives the values it gives, by one of several explainers: profile, rules,
 * examples and SHAP values.
 */
package org.sqlflow.statements.explain;
