/** The answers to each kind of request. */
package org.sqlflow.kernel.protocol;
