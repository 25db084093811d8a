/** Which columns a model sees, how they are encoded and scaled. */
package org.sqlflow.features;
