package org.sqlflow.models.supervised.linear;

import java.util.List;
import java.util.Map;
import org.sqlflow.models.attributes.AttributeDeclaration;
import org.sqlflow.models.attributes.AttributeType.Real;
import org.sqlflow.models.attributes.AttributeType.Text;
import org.sqlflow.models.attributes.AttributeType.Whole;
import org.sqlflow.models.attributes.AttributeValues;
import org.sqlflow.models.supervised.LinearFit;

/** The attributes of linear models. */
final class LinearAttributes {
  static final String L1 = "model.l1";
  static final String L2 = "model.l2";
  static final String ITERATIONS = "train.max_steps";

  private static final String BATCH_SIZE = "train.batch_size";
  private static final String EPOCHS = "train.epoch";
  private static final String OPTIMIZER = "model.optimizer";
  private static final String LEARNING_RATE = "train.learning_rate";

  private LinearAttributes() {}

  /** Why attributes of SQLFlow's statements have no effect. */
  static Map<String, String> withoutEffect() {
    return Map.of(
        BATCH_SIZE, "each iteration takes all rows",
        EPOCHS, "the iterations end at the best weights",
        OPTIMIZER, "L-BFGS finds the best weights",
        LEARNING_RATE, "L-BFGS finds the best weights");
  }

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
            ITERATIONS, new Whole(1, 1_000_000), 1000L, "maximum number of iterations"),
        AttributeDeclaration.of(
            BATCH_SIZE, new Whole(1, Long.MAX_VALUE), null, "for statements of SQLFlow; no effect"),
        AttributeDeclaration.of(
            EPOCHS, new Whole(1, Long.MAX_VALUE), null, "for statements of SQLFlow; no effect"),
        AttributeDeclaration.ofModel(
            OPTIMIZER,
            new Text(),
            null,
            "for statements of SQLFlow; no effect",
            "optimizer",
            "linear_optimizer",
            "model.linear_optimizer"),
        AttributeDeclaration.of(
                LEARNING_RATE, new Real(0, 100), null, "for statements of SQLFlow; no effect")
            .alias("learning_rate", "model.learning_rate", "optimizer.learning_rate"));
  }

  static LinearFit.Settings settings(AttributeValues attributes) {
    return new LinearFit.Settings(
        attributes.real(L1), attributes.real(L2), attributes.whole(ITERATIONS));
  }
}
