package org.sqlflow.statements;

import java.util.List;
import org.sqlflow.models.attributes.AttributeDeclaration;
import org.sqlflow.models.attributes.AttributeDeclarations;
import org.sqlflow.models.attributes.AttributeType;

/** The attributes of WITH in TO EVALUATE. */
public final class EvaluateAttributes {
  static final String BOOTSTRAP = "evaluate.bootstrap";
  private static final int MOST = 1000;

  private EvaluateAttributes() {}

  /** All of them; those of groups are refused for other models. */
  public static AttributeDeclarations all() {
    return new AttributeDeclarations(
        List.of(
            AttributeDeclaration.of(
                BOOTSTRAP,
                new AttributeType.Whole(2, MOST),
                null,
                "how often the rows are drawn and grouped again, to see which groups are stable;"
                    + " default: never, 50 is usual")));
  }
}
