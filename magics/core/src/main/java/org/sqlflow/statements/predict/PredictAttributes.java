package org.sqlflow.statements.predict;

import java.util.ArrayList;
import java.util.List;
import org.sqlflow.models.attributes.AttributeDeclaration;
import org.sqlflow.models.attributes.AttributeDeclarations;
import org.sqlflow.models.attributes.AttributeType;
import org.sqlflow.statements.TargetTable;

/** The attributes of WITH in TO PREDICT. */
public final class PredictAttributes {
  static final String EXTRA = "predict.extra_outputs";
  static final String NAMES = "predict.names";
  static final String ANOMALY_THRESHOLD = "predict.anomaly_threshold";
  static final String VIEW = "predict.view";

  /** The extra outputs that some models have: first those of groups, then those of classes. */
  private static final List<String> OF_SOME =
      List.of(
          "distance",
          "confidence",
          "embedding",
          "second_group",
          "margin",
          "anomaly",
          "reason",
          "probability",
          "probabilities");

  private PredictAttributes() {}

  /**
   * For a model with these extra outputs.
   *
   * @param groups whether it makes groups
   */
  static AttributeDeclarations of(List<String> extraOutputs, boolean groups) {
    List<AttributeDeclaration> all = new ArrayList<>();
    if (!extraOutputs.isEmpty()) {
      all.add(
          AttributeDeclaration.of(
              EXTRA,
              new AttributeType.Words(extraOutputs),
              null,
              "additional columns to write with the prediction"));
    }
    if (groups) {
      all.add(
          AttributeDeclaration.of(
              NAMES,
              new AttributeType.Truth(),
              false,
              "whether a column has the groups' names: group_name beside group_id"));
      all.add(
          AttributeDeclaration.of(
              ANOMALY_THRESHOLD,
              new AttributeType.Real(0, 1),
              null,
              "adds is_anomaly: true for rows whose anomaly is at least this; 0.99 is usual"));
    }
    all.add(
        AttributeDeclaration.of(
            TargetTable.REPLACE,
            new AttributeType.Truth(),
            false,
            "whether the table may replace one that TO PREDICT did not make"));
    all.add(
        AttributeDeclaration.of(
            VIEW,
            new AttributeType.Truth(),
            false,
            "whether to make a view, which computes the predictions when it is read, instead of a"
                + " table"));
    return new AttributeDeclarations(all);
  }

  /** The attributes for any model, as long as it is not known which. */
  public static AttributeDeclarations ofSomeModel() {
    return of(OF_SOME, true);
  }
}
