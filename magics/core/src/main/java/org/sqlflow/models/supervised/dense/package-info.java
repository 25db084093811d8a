/** Dense networks of classes and numbers. */
package org.sqlflow.models.supervised.dense;
