/** Completion and inspection of cells that are being written. */
package org.sqlflow.completion;
