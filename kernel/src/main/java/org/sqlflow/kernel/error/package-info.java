/** Errors in words for the author of a cell. */
package org.sqlflow.kernel.error;
