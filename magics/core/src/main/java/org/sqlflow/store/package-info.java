/** Trained models in the connected database, and as files. */
package org.sqlflow.store;
