/** The {@code %%sqlflow} magic for any JVM program; start at {@link org.sqlflow.magic.Sqlflow}. */
package org.sqlflow.magic;
