package org.sqlflow.statements.lifecycle;

import java.util.List;
import org.sqlflow.models.attributes.AttributeDeclaration;
import org.sqlflow.models.attributes.AttributeDeclarations;
import org.sqlflow.models.attributes.AttributeType;
import org.sqlflow.models.drift.DriftVerdict;

/** The attributes of WITH in TO MONITOR. */
public final class MonitorAttributes {
  static final String WATCH = "monitor.watch";
  static final String RETRAIN = "monitor.retrain";
  private static final double MOST = 10;

  private MonitorAttributes() {}

  /** The declarations of all attributes. */
  public static AttributeDeclarations all() {
    return new AttributeDeclarations(
        List.of(
            AttributeDeclaration.of(
                WATCH,
                new AttributeType.Real(0, MOST),
                DriftVerdict.WATCH,
                "the population stability index at which the verdict becomes watch"),
            AttributeDeclaration.of(
                RETRAIN,
                new AttributeType.Real(0, MOST),
                DriftVerdict.RETRAIN,
                "the population stability index at which the verdict becomes retrain")));
  }
}
