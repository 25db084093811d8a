/** How models compute what they predict, as formulas that other languages can compute too. */
package org.sqlflow.models.formula;
