/** Trained models in other languages: SQL, ONNX and PMML. */
package org.sqlflow.export;
