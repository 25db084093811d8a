/** EXPORT MODEL and IMPORT MODEL: a model as a file, and as SQL that a database runs by itself. */
package org.sqlflow.statements.export;
