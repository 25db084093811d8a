package org.sqlflow.statements;

import java.util.List;
import org.sqlflow.models.attributes.AttributeDeclaration;
import org.sqlflow.models.attributes.AttributeDeclarations;
import org.sqlflow.models.attributes.AttributeType;

/** The attributes that WITH of TO PREDICT takes. */
public final class PredictAttributes {
  static final String EXTRA = "predict.extra_outputs";

  /** Further outputs of the models that group rows. */
  private static final List<String> OF_GROUPS = List.of("distance", "confidence", "embedding");

  private PredictAttributes() {}

  /** For a model with such further outputs. */
  static AttributeDeclarations of(List<String> extraOutputs) {
    return new AttributeDeclarations(
        extraOutputs.isEmpty()
            ? List.of()
            : List.of(
                AttributeDeclaration.of(
                    EXTRA,
                    new AttributeType.Words(extraOutputs),
                    null,
                    "further columns to write beside the prediction")));
  }

  /** Before the model is known: what some model takes. */
  public static AttributeDeclarations ofSomeModel() {
    return of(OF_GROUPS);
  }
}
