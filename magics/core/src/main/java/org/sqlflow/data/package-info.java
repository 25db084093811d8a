/**
 * The one vocabulary for rows: databases deliver it, features read it, and predictions and reports
 * are made of it. Knows nothing of databases, SQL or models.
 */
package org.sqlflow.data;
