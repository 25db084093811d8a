package org.sqlflow.statements;

import org.sqlflow.models.ModelException;
import org.sqlflow.models.ModelTypes;
import org.sqlflow.models.TrainedModel;
import org.sqlflow.store.StoredModel;

/** Stored models back to life. */
final class StoredModels {
  private StoredModels() {}

  static TrainedModel restore(StoredModel stored, ModelTypes types) {
    return types
        .find(stored.type())
        .orElseThrow(
            () ->
                new ModelException(
                    "model "
                        + stored.name()
                        + " is a "
                        + stored.type()
                        + ", which this version does not know"))
        .restore(stored.content());
  }
}
