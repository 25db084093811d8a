/** What the operating system allows this process. */
package org.sqlflow.kernel.process;
