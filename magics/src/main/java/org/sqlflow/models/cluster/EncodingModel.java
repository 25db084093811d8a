package org.sqlflow.models.cluster;

import java.util.Optional;
import org.sqlflow.models.TrainedModel;

/** A trained model whose encoder another training can start from. */
sealed interface EncodingModel extends TrainedModel
    permits TrainedAutoencoder, TrainedClusterModel {
  /** Its autoencoder; empty if it clusters the features themselves. */
  Optional<Autoencoder> autoencoder();
}
