/** What a statement tells its user, as data. */
package org.sqlflow.report;
