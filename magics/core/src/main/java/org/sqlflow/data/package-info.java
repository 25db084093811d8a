/**
 * The one vocabulary for rows: the database gives it, features read it, predictions are it, reports
 * show it. Knows nothing of databases, SQL or models.
 */
package org.sqlflow.data;
