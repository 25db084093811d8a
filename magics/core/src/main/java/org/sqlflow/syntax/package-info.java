/** Cell text to statements: scanner, parser, and the records they make. Knows no other package. */
package org.sqlflow.syntax;
