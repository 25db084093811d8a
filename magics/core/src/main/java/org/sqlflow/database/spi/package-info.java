/**
 * What SQLFlow must know of a database. To add one: implement {@link
 * org.sqlflow.database.spi.DialectProvider} and name the class in {@code
 * META-INF/services/org.sqlflow.database.spi.DialectProvider}. The dialect it creates has five
 * small roles: SQL text, types, catalogue, publishing of tables, and errors. Extending {@link
 * org.sqlflow.database.generic.GenericDialect} leaves only what differs from standard SQL.
 */
package org.sqlflow.database.spi;
