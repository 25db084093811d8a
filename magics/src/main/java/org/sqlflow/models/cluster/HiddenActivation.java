package org.sqlflow.models.cluster;

import java.util.List;
import java.util.Locale;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.RectifiedLinear;
import org.nd4j.linalg.api.ops.impl.scalar.RectifiedLinearDerivative;
import org.nd4j.linalg.factory.Nd4j;

/** What the hidden layers do with their sums. The code and the output are linear always. */
record HiddenActivation(IActivation function) {
  /** The names that an attribute may hold. */
  static final List<String> NAMES =
      List.of("relu", "leakyrelu", "elu", "selu", "gelu", "swish", "tanh", "sigmoid", "softplus");

  /** DL4J's word for one of {@link #NAMES}. */
  static Activation named(String name) {
    return Activation.valueOf(name.toUpperCase(Locale.ROOT));
  }

  /** Writes the activations of the sums. */
  void apply(INDArray sums, INDArray activations) {
    if (isRelu()) {
      Nd4j.getExecutioner().exec(new RectifiedLinear(sums, activations));
    } else {
      activations.assign(function.getActivation(sums.dup(), true));
    }
  }

  /** Turns a gradient by the activations into one by the sums, in place. */
  void backward(INDArray sums, INDArray gradient) {
    if (isRelu()) {
      Nd4j.getExecutioner().exec(new RectifiedLinearDerivative(sums, gradient, gradient, 0.0));
    } else {
      gradient.assign(function.backprop(sums.dup(), gradient).getFirst());
    }
  }

  /**
   * Relu, the default, needs no copies: it has operations that read one array and write another.
   */
  private boolean isRelu() {
    return function instanceof ActivationReLU;
  }
}
