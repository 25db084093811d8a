/** The {@code %%sqlflow} magic as any JVM program can call it. */
package org.sqlflow.magic;
