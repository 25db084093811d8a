/** Reading and running cells. */
package org.sqlflow.kernel.cell;
