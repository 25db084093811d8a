/** What each kind of request is answered with. */
package org.sqlflow.kernel.protocol;
