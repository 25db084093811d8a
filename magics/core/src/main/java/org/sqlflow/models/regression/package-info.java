/** What regression models have in common: how well they predict. */
package org.sqlflow.models.regression;
