/** The installer of the kernel. */
package org.sqlflow.kernelspec;
