/** Linear models of classes and numbers. */
package org.sqlflow.models.supervised.linear;
