/** What a cell says, and running it. */
package org.sqlflow.kernel.cell;
