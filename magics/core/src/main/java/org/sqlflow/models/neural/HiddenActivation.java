package org.sqlflow.models.neural;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.nd4j.linalg.activations.IActivation;
import org.sqlflow.executor.Activation;
import org.sqlflow.models.ModelException;

/**
 * Activation functions of the hidden layers, as DL4J defines them, in plain loops: calling ND4J's
 * operations takes longer than these loops on the layers of a table, and their rounding depends on
 * the number of threads. The code and the output are always linear.
 */
public enum HiddenActivation {
  RELU,
  LEAKYRELU,
  ELU,
  SELU,
  GELU,
  SWISH,
  TANH,
  SIGMOID,
  SOFTPLUS;

  /** The names that an attribute can have. */
  public static final List<String> NAMES =
      List.of("relu", "leakyrelu", "elu", "selu", "gelu", "swish", "tanh", "sigmoid", "softplus");

  private final Activation function = Activation.valueOf(name());

  /** DL4J's name of one of {@link #NAMES}. */
  public static org.nd4j.linalg.activations.Activation named(String name) {
    return org.nd4j.linalg.activations.Activation.valueOf(name.toUpperCase(Locale.ROOT));
  }

  /** The activation of a DL4J layer. */
  public static HiddenActivation of(IActivation function) {
    return Arrays.stream(values())
        .filter(known -> named(known.name()).getActivationFunction().equals(function))
        .findFirst()
        .orElseThrow(() -> new ModelException("the stored network has an unknown activation"));
  }

  /** The loops of it. */
  public Activation function() {
    return function;
  }

  /** See {@link Activation#apply}. */
  public void apply(float[] values, int count, float[] slopes, int at) {
    function.apply(values, count, slopes, at);
  }
}
