/** The command line: cells and scripts in this process, without a front end. */
package org.sqlflow.kernel.command;
