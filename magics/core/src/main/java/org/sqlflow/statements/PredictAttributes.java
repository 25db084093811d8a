package org.sqlflow.statements;

import java.util.List;
import org.sqlflow.models.attributes.AttributeDeclaration;
import org.sqlflow.models.attributes.AttributeDeclarations;
import org.sqlflow.models.attributes.AttributeType;

/** The attributes of WITH in TO PREDICT. */
public final class PredictAttributes {
  static final String EXTRA = "predict.extra_outputs";
  static final String REPLACE = "predict.replace";
  static final String VIEW = "predict.view";

  /** The extra outputs of the cluster models. */
  private static final List<String> OF_GROUPS = List.of("distance", "confidence", "embedding");

  private PredictAttributes() {}

  /** For a model with these extra outputs. */
  static AttributeDeclarations of(List<String> extraOutputs) {
    AttributeDeclaration replace =
        AttributeDeclaration.of(
            REPLACE,
            new AttributeType.Truth(),
            false,
            "whether the table may replace one that TO PREDICT did not make");
    AttributeDeclaration view =
        AttributeDeclaration.of(
            VIEW,
            new AttributeType.Truth(),
            false,
            "whether to make a view, which computes the prediction of each row when it is read, in"
                + " place of a table");
    return new AttributeDeclarations(
        extraOutputs.isEmpty()
            ? List.of(replace, view)
            : List.of(
                AttributeDeclaration.of(
                    EXTRA,
                    new AttributeType.Words(extraOutputs),
                    null,
                    "additional columns to write with the prediction"),
                replace,
                view));
  }

  /** Before the model is known: what some models have. */
  public static AttributeDeclarations ofSomeModel() {
    return of(OF_GROUPS);
  }
}
