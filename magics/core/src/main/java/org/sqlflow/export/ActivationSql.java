package org.sqlflow.export;

import org.sqlflow.executor.Activation;

/** The activations of layers in SQL. */
record ActivationSql(Activation activation) {
  /** Whether the expression contains the sum only once, so that the sum needs no column first. */
  boolean usesOnce() {
    return switch (activation) {
      case IDENTITY, RELU, TANH, SIGMOID -> true;
      case LEAKYRELU, ELU, SELU, GELU, SWISH, SOFTPLUS -> false;
    };
  }

  /** The activation of a sum. */
  String of(String sum) {
    String below = exp("least(" + sum + ", 0E0)");
    return switch (activation) {
      case IDENTITY -> sum;
      case RELU -> "greatest(" + sum + ", 0E0)";
      case LEAKYRELU -> "greatest(" + sum + ", " + sum + " * " + number(Activation.LEAK) + ")";
      case ELU -> "CASE WHEN " + sum + " > 0 THEN " + sum + " ELSE " + below + " - 1E0 END";
      case SELU ->
          "CASE WHEN "
              + sum
              + " > 0 THEN "
              + sum
              + " * "
              + number(Activation.SELU_SCALE)
              + " ELSE ("
              + below
              + " - 1E0) * "
              + number(Activation.SELU_SCALE * Activation.SELU_ALPHA)
              + " END";
      case GELU -> sum + " / (1E0 + " + exp(number(-Activation.GELU_GATE) + " * " + sum) + ")";
      case SWISH -> sum + " / (1E0 + " + exp("-" + sum) + ")";
      case TANH -> "1E0 - 2E0 / (1E0 + " + exp("2E0 * (" + sum + ")") + ")";
      case SIGMOID -> "1E0 / (1E0 + " + exp("-(" + sum + ")") + ")";
      case SOFTPLUS -> "greatest(" + sum + ", 0E0) + ln(1E0 + " + exp("-abs(" + sum + ")") + ")";
    };
  }

  private static String number(double number) {
    return SqlNumbers.of(number);
  }

  /** Within the range where no database reports an overflow or an underflow. */
  private static String exp(String power) {
    return "exp(least(greatest(" + power + ", -7E2), 7E2))";
  }
}
