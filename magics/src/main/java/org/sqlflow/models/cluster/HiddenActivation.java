package org.sqlflow.models.cluster;

import java.util.List;
import java.util.Locale;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.RectifiedLinear;
import org.nd4j.linalg.api.ops.impl.scalar.RectifiedLinearDerivative;
import org.nd4j.linalg.factory.Nd4j;

/** What the hidden layers do with their sums. The code and the output are linear always. */
record HiddenActivation(Activation activation) {
  /** The names that an attribute may hold. */
  static final List<String> NAMES =
      List.of("relu", "leakyrelu", "elu", "selu", "gelu", "swish", "tanh", "sigmoid", "softplus");

  static HiddenActivation of(String name) {
    return new HiddenActivation(Activation.valueOf(name.toUpperCase(Locale.ROOT)));
  }

  /** Writes the activations of the sums. */
  void apply(INDArray sums, INDArray activations) {
    if (activation == Activation.RELU) {
      Nd4j.getExecutioner().exec(new RectifiedLinear(sums, activations));
      return;
    }
    activations.assign(sums);
    INDArray result = activation.getActivationFunction().getActivation(activations, true);
    if (result != activations) {
      activations.assign(result);
    }
  }

  /** Turns a gradient by the activations into one by the sums, in place. */
  void backward(INDArray sums, INDArray gradient) {
    if (activation == Activation.RELU) {
      Nd4j.getExecutioner().exec(new RectifiedLinearDerivative(sums, gradient, gradient, 0.0));
      return;
    }
    gradient.assign(activation.getActivationFunction().backprop(sums.dup(), gradient).getFirst());
  }
}
