/** What a statement shows its user, as data: the kinds of output. */
package org.sqlflow.report;
