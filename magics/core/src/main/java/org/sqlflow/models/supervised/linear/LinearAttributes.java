package org.sqlflow.models.supervised.linear;

import java.util.List;
import org.sqlflow.models.attributes.AttributeDeclaration;
import org.sqlflow.models.attributes.AttributeType.Real;
import org.sqlflow.models.attributes.AttributeType.Whole;
import org.sqlflow.models.attributes.AttributeValues;
import org.sqlflow.models.supervised.LinearFit;

/** The attributes of linear models. */
final class LinearAttributes {
  static final String L1 = "model.l1";
  static final String L2 = "model.l2";
  static final String ITERATIONS = "train.max_steps";

  private LinearAttributes() {}

  static List<AttributeDeclaration> declarations() {
    return List.of(
        AttributeDeclaration.ofModel(
            L1,
            new Real(0, 1e12),
            0.0,
            "penalty of the sum of absolute weights (lasso); it leaves features out",
            "l1",
            "optimizer.l1_regularization_strength"),
        AttributeDeclaration.ofModel(
            L2,
            new Real(0, 1e12),
            1.0,
            "penalty of half the sum of squared weights (ridge); 1 / C of scikit-learn",
            "l2",
            "optimizer.l2_regularization_strength"),
        AttributeDeclaration.of(
            ITERATIONS, new Whole(1, 1_000_000), 1000L, "maximum number of iterations"));
  }

  static LinearFit.Settings settings(AttributeValues attributes) {
    return new LinearFit.Settings(
        attributes.real(L1), attributes.real(L2), attributes.whole(ITERATIONS));
  }
}
