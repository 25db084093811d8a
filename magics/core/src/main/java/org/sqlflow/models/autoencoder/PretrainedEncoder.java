package org.sqlflow.models.autoencoder;

import java.util.Optional;
import org.sqlflow.models.Model;
import org.sqlflow.models.neural.AutoencoderNetwork;

/** A trained model whose encoder another training can start from. */
public interface PretrainedEncoder extends Model {
  /** Its autoencoder; empty if it clusters the features themselves. */
  Optional<AutoencoderNetwork> autoencoder();
}
