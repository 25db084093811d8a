package org.sqlflow.executor;

import java.io.Serializable;

/**
 * The layers of a dense autoencoder, and how it scales its rows. The code and the output are
 * linear. Immutable.
 *
 * @param features numbers of a row
 * @param widths units of each layer; none if the features are the codes
 * @param activations of each layer
 * @param codeLayers how many layers the encoder has
 * @param means what is subtracted from each feature
 * @param deviation what the differences are divided by
 */
@SuppressWarnings("ArrayRecordComponent")
public record NetworkShape(
    int features,
    int[] widths,
    Activation[] activations,
    int codeLayers,
    float[] means,
    float deviation)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** No network: the features are the codes. */
  public static NetworkShape none(int features) {
    return new NetworkShape(features, new int[0], new Activation[0], 0, new float[features], 1);
  }

  /** How many numbers a code has. */
  public int codeWidth() {
    return codeLayers == 0 ? features : widths[codeLayers - 1];
  }

  /** How many units the layer below has, or features. */
  int below(int layer) {
    return layer == 0 ? features : widths[layer - 1];
  }

  /** How many weights and biases there are. */
  public int parameters() {
    int all = 0;
    for (int i = 0; i < widths.length; i++) {
      all += (below(i) + 1) * widths[i];
    }
    return all;
  }
}
