/**
 * What a column can be to a model: one record for each column function, which reads values, knows
 * its statistics and writes its part of a matrix. The records and their names are the stored
 * format.
 */
package org.sqlflow.features;
