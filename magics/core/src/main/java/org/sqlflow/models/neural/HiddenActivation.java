package org.sqlflow.models.neural;

import java.util.List;
import java.util.Locale;
import org.nd4j.linalg.activations.IActivation;
import org.sqlflow.executor.Activation;
import org.sqlflow.models.ModelException;

/** The activation functions that hidden layers can have. Code and output are always linear. */
public final class HiddenActivation {
  /** The names that an attribute can have. */
  public static final List<String> NAMES =
      List.of("relu", "leakyrelu", "elu", "selu", "gelu", "swish", "tanh", "sigmoid", "softplus");

  private HiddenActivation() {}

  /** The function of one of {@link #NAMES}. */
  public static Activation of(String name) {
    return Activation.valueOf(name.toUpperCase(Locale.ROOT));
  }

  /** DL4J's name of one of {@link #NAMES}. */
  public static org.nd4j.linalg.activations.Activation named(String name) {
    return org.nd4j.linalg.activations.Activation.valueOf(name.toUpperCase(Locale.ROOT));
  }

  /** The activation of a DL4J layer. */
  public static Activation of(IActivation function) {
    return NAMES.stream()
        .filter(name -> named(name).getActivationFunction().equals(function))
        .findFirst()
        .map(HiddenActivation::of)
        .orElseThrow(() -> new ModelException("the stored network has an unknown activation"));
  }
}
