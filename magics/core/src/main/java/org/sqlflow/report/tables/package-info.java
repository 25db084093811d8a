/** Tables of what models found, tried and declare. */
package org.sqlflow.report.tables;
