/** What each statement says: which sentences, tables and charts, in which order, by task. */
package org.sqlflow.report.words;
