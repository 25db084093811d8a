/** Programs for the build; they are not in the jar. */
package org.sqlflow.kernelspec.build;
