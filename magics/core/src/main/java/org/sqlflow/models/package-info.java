/**
 * What a model is: estimators, tasks, training sets, trained models and what a training found out.
 * Matrices in, column vectors out; no SQL, no database.
 */
package org.sqlflow.models;
