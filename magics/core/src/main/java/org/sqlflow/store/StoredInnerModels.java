package org.sqlflow.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import org.sqlflow.features.trained.InnerModel;

/** Reads the models that are stored within others. Has no state. */
public final class StoredInnerModels implements InnerModel.Store {
  private static final JsonMapper JSON = new JsonMapper();

  @Override
  public InnerModel read(JsonNode json) throws IOException {
    return JSON.treeToValue(json, StoredInnerModel.class);
  }
}
