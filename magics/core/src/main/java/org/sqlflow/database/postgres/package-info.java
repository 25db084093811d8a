/** PostgreSQL. */
package org.sqlflow.database.postgres;
