package org.sqlflow.statements.evaluate;

import java.util.ArrayList;
import java.util.List;
import org.sqlflow.models.attributes.AttributeDeclaration;
import org.sqlflow.models.attributes.AttributeDeclarations;
import org.sqlflow.models.attributes.AttributeType;
import org.sqlflow.models.classification.ClassMetric;
import org.sqlflow.models.regression.NumberMetric;

/** The attributes of WITH in TO EVALUATE. */
public final class EvaluateAttributes {
  static final String BOOTSTRAP = "evaluate.bootstrap";
  static final String METRICS = "evaluate.metrics";
  private static final int MOST = 1000;

  private EvaluateAttributes() {}

  /**
   * All attributes. Those for models of groups are refused for models with a label, and the other
   * way round.
   */
  public static AttributeDeclarations all() {
    List<String> metrics = new ArrayList<>(ClassMetric.words());
    metrics.addAll(NumberMetric.words());
    return new AttributeDeclarations(
        List.of(
            AttributeDeclaration.of(
                BOOTSTRAP,
                new AttributeType.Whole(2, MOST),
                null,
                "how often the rows are resampled and grouped again, to see which groups are stable;"
                    + " default: never, 50 is usual"),
            AttributeDeclaration.of(
                    METRICS,
                    new AttributeType.Words(metrics),
                    null,
                    "the scores to show, for a model with a label; default: all of its task")
                .alias("validation.metrics")));
  }
}
