/** MariaDB, and MySQL by MariaDB's driver. */
package org.sqlflow.database.mariadb;
