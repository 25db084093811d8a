/** What only the build runs; it is no part of the jar. */
package org.sqlflow.kernelspec.build;
