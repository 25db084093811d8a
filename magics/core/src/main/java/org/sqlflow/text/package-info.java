/** How text is written, the same on every machine. */
package org.sqlflow.text;
