/** Model types and trained models: matrices in, matrices out, no SQL. */
package org.sqlflow.models;
