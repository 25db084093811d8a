/** Files that are written whole or not at all. */
package org.sqlflow.files;
