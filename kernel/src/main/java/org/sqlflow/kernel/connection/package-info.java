/** Sockets, wire format, streams and standard input: how the kernel talks to its front end. */
package org.sqlflow.kernel.connection;
