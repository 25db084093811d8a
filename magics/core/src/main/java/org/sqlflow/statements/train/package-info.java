/**
 * TO TRAIN: from the columns of a query to a stored model with its findings, and what to try next.
 * Retrained models keep the numbers of their groups.
 */
package org.sqlflow.statements.train;
