/**
 * What the columns of a query hold, recognized by their names and values: keys, numbers that are
 * stored as text, copies, constants, codes, dates. TO DESCRIBE shows it, and TO TRAIN warns of it.
 * Knows rows, and neither features nor models.
 */
package org.sqlflow.columns;
