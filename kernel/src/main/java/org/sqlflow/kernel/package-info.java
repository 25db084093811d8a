/** The Jupyter kernel: the protocol loop, Java cells and displays. */
package org.sqlflow.kernel;
