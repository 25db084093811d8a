/** The Jupyter face of SQLFlow: protocol loop, Java cells, display. */
package org.sqlflow.kernel;
