/** One class for each kind of statement: check, run, report. */
package org.sqlflow.statements;
