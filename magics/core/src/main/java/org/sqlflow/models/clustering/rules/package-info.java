/**
 * Groups as rules: small trees with conditions on the columns of a query. The algorithms see only
 * numbers and categories; {@link org.sqlflow.models.clustering.rules.RuleColumns} says which
 * columns these are.
 */
package org.sqlflow.models.clustering.rules;
