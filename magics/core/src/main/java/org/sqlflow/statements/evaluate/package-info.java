/** TO EVALUATE: how good a model's clusters, classes or numbers are on the rows of a query. */
package org.sqlflow.statements.evaluate;
