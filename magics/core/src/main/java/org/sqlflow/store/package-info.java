/** Trained models in the connected database. */
package org.sqlflow.store;
