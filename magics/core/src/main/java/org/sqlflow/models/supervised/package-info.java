/** What models with a label have in common: how they learn, are judged and are explained. */
package org.sqlflow.models.supervised;
