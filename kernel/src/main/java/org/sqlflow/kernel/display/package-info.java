/** Tables, notes, progress and errors as front ends show them. */
package org.sqlflow.kernel.display;
