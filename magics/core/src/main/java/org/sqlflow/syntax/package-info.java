/**
 * From the text of a cell to statements: the tree ({@link org.sqlflow.syntax.Statement}), the
 * grammar ({@link org.sqlflow.syntax.Grammar}), the scanner and the parser.
 */
package org.sqlflow.syntax;
