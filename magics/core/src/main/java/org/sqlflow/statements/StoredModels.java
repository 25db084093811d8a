package org.sqlflow.statements;

import org.sqlflow.models.Estimators;
import org.sqlflow.models.Model;
import org.sqlflow.models.ModelException;
import org.sqlflow.store.StoredModel;

/** Stored models back to life. */
final class StoredModels {
  private StoredModels() {}

  static Model restore(StoredModel stored, Estimators types) {
    return types
        .find(stored.type())
        .orElseThrow(
            () ->
                new ModelException(
                    "model "
                        + stored.name()
                        + " is a "
                        + stored.type()
                        + ", which is not installed"))
        .restore(stored.content());
  }
}
