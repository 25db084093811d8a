/**
 * From the columns of a query to a matrix: which columns become features, what is fitted to their
 * rows, and the encoding that a model keeps.
 */
package org.sqlflow.features.encoding;
