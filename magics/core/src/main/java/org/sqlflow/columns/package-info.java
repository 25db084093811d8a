/**
 * What the columns of a query hold, recognized by their names and values: keys, numbers that are
 * stored as text, copies, constants, codes, dates. TO DESCRIBE shows it, and TO TRAIN warns of it.
 * Also how numbers and times in texts are read. Depends on rows only, not on features or models.
 */
package org.sqlflow.columns;
