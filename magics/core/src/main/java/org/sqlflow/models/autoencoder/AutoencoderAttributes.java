package org.sqlflow.models.autoencoder;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.weights.WeightInit;
import org.sqlflow.models.attributes.AttributeDeclaration;
import org.sqlflow.models.attributes.AttributeType;
import org.sqlflow.models.attributes.AttributeType.Choice;
import org.sqlflow.models.attributes.AttributeType.Real;
import org.sqlflow.models.attributes.AttributeType.Truth;
import org.sqlflow.models.attributes.AttributeType.Whole;
import org.sqlflow.models.attributes.AttributeType.Wholes;
import org.sqlflow.models.attributes.AttributeValues;
import org.sqlflow.models.attributes.CommonAttributes;
import org.sqlflow.models.clustering.dec.Defaults;
import org.sqlflow.models.neural.AutoencoderNetwork;
import org.sqlflow.models.neural.HiddenActivation;

/** The attributes of an autoencoder and its pre-training, and the defaults that depend on data. */
public final class AutoencoderAttributes {
  public static final String ENCODE_UNITS = "model.encode_units";
  public static final String ACTIVATION = "model.pretrain_activation_func";
  public static final String INITIALIZER = "model.pretrain_initializer";
  public static final String EPOCHS = "model.pretrain_epochs";
  public static final String LEARNING_RATE = "model.pretrain_lr";
  public static final String USE_CALLBACKS = "model.pretrain_use_callbacks";
  public static final String STOP_PATIENCE = "model.pretrain_cbearlystop_patience";
  public static final String STOP_MIN_DELTA = "model.pretrain_cbearlystop_mindelta";
  public static final String REDUCE_PATIENCE = "model.pretrain_cbreduce_patience";
  public static final String REDUCE_FACTOR = "model.pretrain_cbreduce_factor";
  public static final String EXISTED_MODEL = "model.existed_pretrain_model";
  public static final String BATCH_SIZE = "train.batch_size";

  /** What sets the callbacks; without effect unless they are used. */
  public static final List<String> CALLBACKS =
      List.of(STOP_PATIENCE, STOP_MIN_DELTA, REDUCE_PATIENCE, REDUCE_FACTOR);

  /** What sets the shape of a new network; without effect on a network that exists. */
  public static final List<String> SHAPE = List.of(ENCODE_UNITS, ACTIVATION, INITIALIZER);

  /** What sets the pre-training; without effect where there is none. */
  public static final List<String> PRETRAINING =
      List.of(
          EPOCHS,
          LEARNING_RATE,
          USE_CALLBACKS,
          STOP_PATIENCE,
          STOP_MIN_DELTA,
          REDUCE_PATIENCE,
          REDUCE_FACTOR);

  /** Keras' names for what DL4J calls otherwise. */
  private static final Map<String, WeightInit> INITIALIZERS =
      Map.of(
          "he_normal", WeightInit.RELU,
          "he_uniform", WeightInit.RELU_UNIFORM,
          "glorot_normal", WeightInit.XAVIER,
          "glorot_uniform", WeightInit.XAVIER_UNIFORM,
          "lecun_normal", WeightInit.LECUN_NORMAL,
          "lecun_uniform", WeightInit.LECUN_UNIFORM);

  private AutoencoderAttributes() {}

  public static List<AttributeDeclaration> declarations() {
    List<AttributeDeclaration> all = new ArrayList<>();
    all.add(
        attribute(
            ENCODE_UNITS,
            new Wholes(1, 65_536, 16),
            null,
            "widths of the encoder's layers, the last is the code; chosen from the number of"
                + " features",
            "encode_units",
            "model.pretrain_dims",
            "pretrain_dims"));
    all.add(
        attribute(
            ACTIVATION, new Choice(HiddenActivation.NAMES), "relu", "what the hidden layers do"));
    all.add(
        attribute(
            INITIALIZER,
            new Choice(INITIALIZERS.keySet().stream().sorted().toList()),
            "glorot_uniform",
            "how the weights of a new network are drawn"));
    all.add(
        attribute(
            EPOCHS,
            new Whole(1, 1_000_000),
            null,
            "passes of pre-training; chosen from the number of rows",
            "pretrain_epochs",
            "train.epoch"));
    all.add(
        attribute(
            LEARNING_RATE, new Real(1e-9, 100), 0.001, "learning rate of pre-training (Adam)"));
    all.add(
        attribute(
            USE_CALLBACKS,
            new Truth(),
            false,
            "stop pre-training early, and lower its learning rate, when the loss stays"));
    all.add(
        attribute(
            STOP_PATIENCE, new Whole(1, 1_000_000), 30L, "passes without progress before a stop"));
    all.add(
        attribute(
            STOP_MIN_DELTA, new Real(0, 1e9), 0.0001, "least fall of the loss that is progress"));
    all.add(
        attribute(
            REDUCE_PATIENCE,
            new Whole(1, 1_000_000),
            10L,
            "passes without progress before the learning rate is lowered"));
    all.add(
        attribute(
            REDUCE_FACTOR, new Real(1e-6, 1), 0.1, "what the learning rate is multiplied by"));
    all.add(
        attribute(
            EXISTED_MODEL,
            new AttributeType.Text(),
            null,
            "the trained model to start from; the same as USING"));
    all.add(
        AttributeDeclaration.of(
            BATCH_SIZE, new Whole(1, 1_000_000), 256L, "rows that are trained on at a time"));
    return Collections.unmodifiableList(all);
  }

  /** An attribute that may be given without its {@code model.} prefix too. */
  public static AttributeDeclaration attribute(
      String name, AttributeType type, Object defaultValue, String meaning, String... aliases) {
    String[] names = aliases.length > 0 ? aliases : new String[] {name.substring(6)};
    return AttributeDeclaration.of(name, type, defaultValue, meaning).alias(names);
  }

  /** How to make a new network. */
  public static AutoencoderNetwork.Design design(AttributeValues attributes, int features) {
    List<Integer> units =
        attributes
            .wholes(ENCODE_UNITS)
            .map(list -> list.stream().map(Math::toIntExact).toList())
            .orElse(Defaults.encodeUnits(features));
    return new AutoencoderNetwork.Design(
        features,
        units,
        HiddenActivation.named(attributes.text(ACTIVATION)),
        INITIALIZERS.get(attributes.text(INITIALIZER).toLowerCase(Locale.ROOT)),
        attributes.wholeLong(CommonAttributes.SEED));
  }

  /** How to pre-train. */
  public static PreTraining.Settings preTraining(AttributeValues attributes, int rows) {
    int batchSize = attributes.whole(BATCH_SIZE);
    return new PreTraining.Settings(
        attributes
            .value(EPOCHS)
            .map(epochs -> Math.toIntExact((Long) epochs))
            .orElse(Defaults.preTrainingEpochs(rows, batchSize)),
        attributes.real(LEARNING_RATE),
        batchSize,
        attributes.wholeLong(CommonAttributes.SEED),
        attributes.truth(USE_CALLBACKS) ? Optional.of(callbacks(attributes)) : Optional.empty());
  }

  private static PreTraining.Callbacks callbacks(AttributeValues attributes) {
    return new PreTraining.Callbacks(
        attributes.whole(STOP_PATIENCE),
        attributes.real(STOP_MIN_DELTA),
        attributes.whole(REDUCE_PATIENCE),
        attributes.real(REDUCE_FACTOR));
  }

  /** The width of the code, as far as it can be told without the model of USING. */
  public static int codeWidth(AttributeValues attributes, int features) {
    return attributes
        .wholes(ENCODE_UNITS)
        .map(units -> Math.toIntExact(units.get(units.size() - 1)))
        .orElse(features);
  }
}
