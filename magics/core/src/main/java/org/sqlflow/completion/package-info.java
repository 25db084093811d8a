/** What an editor may offer and explain at a place of a cell. */
package org.sqlflow.completion;
