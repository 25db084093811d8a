/** Java cells, run with JShell, and {@code _}, the last result, in them. */
package org.sqlflow.kernel.java;
