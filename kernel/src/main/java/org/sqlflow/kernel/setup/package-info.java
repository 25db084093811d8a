/** What the installer runs in the Java that will run the kernel. */
package org.sqlflow.kernel.setup;
