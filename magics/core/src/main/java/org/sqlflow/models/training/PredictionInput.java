package org.sqlflow.models.training;

import java.util.Set;
import java.util.TreeSet;
import org.sqlflow.data.Matrix;
import org.sqlflow.models.Model;
import org.sqlflow.models.ModelException;
import org.sqlflow.text.Text;

/** Checks of the arguments of a prediction. */
public final class PredictionInput {
  private static final String EXTRA_OUTPUTS = "predict.extra_outputs";

  private PredictionInput() {}

  /** Refuses rows of another width than the model's. */
  public static void checkWidth(Model model, Matrix rows) {
    if (rows.columns() != model.featureNames().size()) {
      throw new IllegalArgumentException(
          rows.columns() + " columns for " + model.featureNames().size() + " features");
    }
  }

  /** Refuses extra outputs that the model does not have. */
  public static void checkExtraOutputs(Model model, Set<String> wanted) {
    Set<String> known = new TreeSet<>(model.extraOutputs());
    for (String name : wanted) {
      if (!known.contains(name)) {
        throw new ModelException(
            Text.of(
                "%s has no extra output %s; it has %s",
                model.estimator().name(),
                name,
                known.isEmpty() ? "none" : String.join(", ", known)),
            EXTRA_OUTPUTS);
      }
    }
  }
}
