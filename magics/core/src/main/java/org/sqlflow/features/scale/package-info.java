/**
 * How numbers are brought to a common scale: the choices of {@code train.scale}, and what is
 * learned of a column for them.
 */
package org.sqlflow.features.scale;
