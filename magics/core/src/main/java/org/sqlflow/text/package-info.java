/** Formatting of text, the same on every machine, and masking of passwords. */
package org.sqlflow.text;
