/** This process: what the operating system allows it, and what it loads once. */
package org.sqlflow.kernel.process;
