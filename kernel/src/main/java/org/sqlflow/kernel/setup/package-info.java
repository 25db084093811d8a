/** Programs that the installer runs with the Java of the kernel. */
package org.sqlflow.kernel.setup;
