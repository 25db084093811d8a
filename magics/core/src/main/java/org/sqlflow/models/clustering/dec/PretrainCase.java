package org.sqlflow.models.clustering.dec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sqlflow.models.TrainingSet;
import org.sqlflow.models.autoencoder.AutoencoderAttributes;
import org.sqlflow.models.clustering.ClusterAttributes;
import org.sqlflow.models.training.AttributeNotes;

/** Where a clusterModel's encoder comes from. */
enum PretrainCase {
  NEW_ENCODER(1, "a new autoencoder is pre-trained on these rows"),
  TRAINED_FURTHER(2, "the encoder of USING is pre-trained further on these rows"),
  NO_ENCODER(3, "no encoder: the scaled features are clustered directly"),
  ENCODER_AS_IS(4, "the encoder of USING is used unchanged");

  private final int number;
  private final String meaning;

  PretrainCase(int number, String meaning) {
    this.number = number;
    this.meaning = meaning;
  }

  static PretrainCase of(TrainingSet set) {
    boolean pretrain = set.attributes().truth(DecAttributes.RUN_PRETRAIN);
    if (set.base().isPresent()) {
      return pretrain ? TRAINED_FURTHER : ENCODER_AS_IS;
    }
    return pretrain ? NEW_ENCODER : NO_ENCODER;
  }

  String describe() {
    return "Case " + number + ": " + meaning + ".";
  }

  boolean isPreTrained() {
    return this == NEW_ENCODER || this == TRAINED_FURTHER;
  }

  boolean hasEncoder() {
    return this != NO_ENCODER;
  }

  /** The attributes that have no effect in this case, and why. */
  Map<String, String> withoutEffect(TrainingSet set) {
    Map<String, String> reasons = new LinkedHashMap<>();
    if (this == NO_ENCODER) {
      String reason = "there is no encoder without pre-training or USING";
      AttributeNotes.add(reasons, AutoencoderAttributes.SHAPE, reason);
      AttributeNotes.add(reasons, List.of(DecAttributes.RECONSTRUCTION_WEIGHT), reason);
    } else if (this != NEW_ENCODER) {
      AttributeNotes.add(reasons, AutoencoderAttributes.SHAPE, "the encoder is that of USING");
    }
    if (!isPreTrained()) {
      AttributeNotes.add(
          reasons, AutoencoderAttributes.PRETRAINING, DecAttributes.RUN_PRETRAIN + " is false");
    }
    if (!set.attributes().truth(AutoencoderAttributes.USE_CALLBACKS)) {
      AttributeNotes.add(
          reasons, AutoencoderAttributes.CALLBACKS, AutoencoderAttributes.NO_CALLBACKS);
    }
    if (!set.attributes().truth(DecAttributes.USE_TOLERANCE)) {
      AttributeNotes.add(
          reasons, List.of(ClusterAttributes.TOLERANCE), DecAttributes.USE_TOLERANCE + " is false");
    }
    return reasons;
  }
}
