/**
 * Groups as rules: small trees whose conditions are on the columns of a query. The algorithms see
 * numbers and categories alone; {@link org.sqlflow.models.clustering.rules.RuleColumns} says which
 * columns these are.
 */
package org.sqlflow.models.clustering.rules;
