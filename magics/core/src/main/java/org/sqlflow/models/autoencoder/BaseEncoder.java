package org.sqlflow.models.autoencoder;

import java.util.List;
import java.util.Optional;
import org.sqlflow.models.Model;
import org.sqlflow.models.ModelException;
import org.sqlflow.models.neural.AutoencoderNetwork;
import org.sqlflow.text.Text;

/** The encoder of the model that USING names. */
public final class BaseEncoder {
  private BaseEncoder() {}

  /**
   * Takes the encoder out of a model.
   *
   * @throws ModelException if the model has none
   */
  public static AutoencoderNetwork of(Model base) {
    if (!(base instanceof PretrainedEncoder model)) {
      throw new ModelException(
          "USING takes an autoencoder or a clusterModel, and this model is a "
              + base.type().name());
    }
    return model
        .autoencoder()
        .orElseThrow(
            () ->
                new ModelException(
                    "the model of USING has no encoder: it was trained with model.run_pretrain ="
                        + " false and without USING, on the features themselves; name a model that"
                        + " was pre-trained"));
  }

  /**
   * Refuses other features than those that the encoder reads.
   *
   * @throws ModelException that names those that differ
   */
  public static void checkFeatures(Model base, List<String> features) {
    List<String> expected = base.featureNames();
    if (expected.equals(features)) {
      return;
    }
    List<String> missing = without(expected, features);
    List<String> unknown = without(features, expected);
    if (missing.isEmpty() && unknown.isEmpty()) {
      throw new ModelException(
          "the encoder of USING reads its features in another order; list them in COLUMN as "
              + String.join(", ", expected));
    }
    StringBuilder message =
        new StringBuilder(
            Text.of(
                "the encoder of USING reads %d features, and the query gives %d",
                expected.size(), features.size()));
    part("missing here", missing).ifPresent(message::append);
    part("unknown to the encoder", unknown).ifPresent(message::append);
    throw new ModelException(message.toString());
  }

  private static List<String> without(List<String> names, List<String> others) {
    return names.stream().filter(name -> !others.contains(name)).toList();
  }

  private static Optional<String> part(String what, List<String> names) {
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of("; " + what + ": " + String.join(", ", names));
  }
}
