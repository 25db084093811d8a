/**
 * What a model is: estimators, tasks, training sets, trained models and what a training found out.
 * Models take matrices and return column vectors; they know neither SQL nor databases.
 */
package org.sqlflow.models;
