/** How the kernel gets onto a machine. */
package org.sqlflow.kernelspec;
