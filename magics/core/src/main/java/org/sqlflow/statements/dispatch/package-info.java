/**
 * The entry to all statements: runs each by the class of its kind, and standard SQL by the
 * database; gives errors their place in the cell.
 */
package org.sqlflow.statements.dispatch;
