package org.sqlflow.models.autoencoder;

import java.util.List;
import java.util.Optional;
import org.sqlflow.models.Model;
import org.sqlflow.models.ModelException;
import org.sqlflow.models.neural.AutoencoderNetwork;
import org.sqlflow.text.Text;

/** A trained model whose encoder another training can start from. */
public interface PretrainedEncoder {
  /** Its autoencoder; empty if it clusters the features themselves. */
  Optional<AutoencoderNetwork> autoencoder();

  /**
   * The encoder of the model that USING names.
   *
   * @throws ModelException if the model has none
   */
  static AutoencoderNetwork of(Model base) {
    if (!(base instanceof PretrainedEncoder model)) {
      throw new ModelException(
          "USING takes an autoencoder or a clusterModel, but this model is a "
              + base.estimator().name());
    }
    return model
        .autoencoder()
        .orElseThrow(
            () ->
                new ModelException(
                    "the model of USING has no encoder: it was trained on the features"
                        + " themselves, with model.run_pretrain = false and without USING; name a"
                        + " model that was pre-trained"));
  }

  /**
   * Refuses features other than those that the encoder reads.
   *
   * @throws ModelException that names those that differ
   */
  static void checkFeatures(Model base, List<String> features) {
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
                "the encoder of USING reads %d features, but the query returns %d",
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
