package org.sqlflow.models.autoencoder;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.weights.WeightInit;
import org.sqlflow.models.ModelException;
import org.sqlflow.models.attributes.AttributeDeclaration;
import org.sqlflow.models.attributes.AttributeType;
import org.sqlflow.models.attributes.AttributeType.Choice;
import org.sqlflow.models.attributes.AttributeType.Real;
import org.sqlflow.models.attributes.AttributeType.Truth;
import org.sqlflow.models.attributes.AttributeType.Whole;
import org.sqlflow.models.attributes.AttributeType.Wholes;
import org.sqlflow.models.attributes.AttributeValues;
import org.sqlflow.models.attributes.CommonAttributes;
import org.sqlflow.models.neural.AutoencoderNetwork;
import org.sqlflow.models.neural.HiddenActivation;
import org.sqlflow.models.training.Batches;
import org.sqlflow.text.Text;

/**
 * The attributes of an autoencoder and its pre-training. Defaults that depend on the size of the
 * data are one rule each for every table. They were chosen together on seven tables of 150 to
 * 13,611 rows and 4 to 64 features (iris, breast cancer, dry bean, pendigits, digits, wholesale
 * customers, active power), by accuracy (ACC, best matching of groups and labels), each as the mean
 * of several seeds.
 */
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

  /** Settings of the callbacks; they have no effect unless callbacks are used. */
  public static final List<String> CALLBACKS =
      List.of(STOP_PATIENCE, STOP_MIN_DELTA, REDUCE_PATIENCE, REDUCE_FACTOR);

  /** The shape of a new network; no effect on an existing one. */
  public static final List<String> SHAPE = List.of(ENCODE_UNITS, ACTIVATION, INITIALIZER);

  /** Settings of pre-training; no effect where there is none. */
  public static final List<String> PRETRAINING =
      List.of(
          EPOCHS,
          LEARNING_RATE,
          USE_CALLBACKS,
          STOP_PATIENCE,
          STOP_MIN_DELTA,
          REDUCE_PATIENCE,
          REDUCE_FACTOR);

  /** Keras' names of DL4J's initializers. */
  private static final Map<String, WeightInit> INITIALIZERS =
      Map.of(
          "he_normal", WeightInit.RELU,
          "he_uniform", WeightInit.RELU_UNIFORM,
          "glorot_normal", WeightInit.XAVIER,
          "glorot_uniform", WeightInit.XAVIER_UNIFORM,
          "lecun_normal", WeightInit.LECUN_NORMAL,
          "lecun_uniform", WeightInit.LECUN_UNIFORM);

  /** Why the callbacks' attributes have no effect. */
  public static final String NO_CALLBACKS = USE_CALLBACKS + " is false";

  private static final int HIDDEN_UNITS = 100;
  private static final int CODE_UNITS = 7;
  private static final int PRE_TRAINING_STEPS = 2500;
  private static final int LEAST_EPOCHS = 20;
  private static final int MOST_EPOCHS = 300;

  /** Java's longest arrays. */
  private static final long LONGEST = Integer.MAX_VALUE - 8;

  private AutoencoderAttributes() {}

  /**
   * Refuses layers and batches that together exceed what an array can hold.
   *
   * @throws ModelException that blames the batch size
   */
  public static void validate(AttributeValues attributes) {
    long widest =
        attributes.wholes(ENCODE_UNITS).stream()
            .flatMap(List::stream)
            .mapToLong(Long::longValue)
            .max()
            .orElse(HIDDEN_UNITS);
    if (widest * attributes.wholeLong(BATCH_SIZE) > LONGEST) {
      throw new ModelException(
          Text.of(
              "a batch of %,d rows is too large for a layer of %,d units: set a lower %s",
              attributes.wholeLong(BATCH_SIZE), widest, BATCH_SIZE),
          BATCH_SIZE);
    }
  }

  /**
   * One wide layer and a code of 7, or of the number of features where that is less. A code of 10
   * was no better: breast cancer .924 against .928, and active power's silhouette .145 against
   * .183.
   */
  private static List<Integer> encodeUnits(int features) {
    return List.of(HIDDEN_UNITS, Math.min(CODE_UNITS, features));
  }

  /**
   * About as many steps for every table, since training needs steps and the user pays for seconds:
   * 300 epochs for 150 rows, 71 for 8,950, 20 from 32,000 on.
   */
  private static int preTrainingEpochs(int rows, int batchSize) {
    int steps = Batches.count(rows, batchSize);
    return Math.max(LEAST_EPOCHS, Math.min(MOST_EPOCHS, PRE_TRAINING_STEPS / steps));
  }

  public static List<AttributeDeclaration> declarations() {
    List<AttributeDeclaration> all = new ArrayList<>();
    all.add(
        AttributeDeclaration.ofModel(
            ENCODE_UNITS,
            new Wholes(1, 65_536, 16),
            null,
            "widths of the encoder's layers, the last is the code; default: by the number of"
                + " features",
            "encode_units",
            "model.pretrain_dims",
            "pretrain_dims"));
    all.add(
        AttributeDeclaration.ofModel(
            ACTIVATION,
            new Choice(HiddenActivation.NAMES),
            "relu",
            "activation function of the hidden layers"));
    all.add(
        AttributeDeclaration.ofModel(
            INITIALIZER,
            new Choice(INITIALIZERS.keySet().stream().sorted().toList()),
            "glorot_uniform",
            "how the weights of a new network are initialized"));
    all.add(
        AttributeDeclaration.ofModel(
            EPOCHS,
            new Whole(1, 1_000_000),
            null,
            "epochs of pre-training; default: by the number of rows",
            "pretrain_epochs",
            "train.epoch"));
    all.add(
        AttributeDeclaration.ofModel(
            LEARNING_RATE, new Real(1e-9, 100), 0.001, "learning rate of pre-training (Adam)"));
    all.add(
        AttributeDeclaration.ofModel(
            USE_CALLBACKS,
            new Truth(),
            false,
            "stop pre-training early, and lower its learning rate, when the loss stops falling"));
    all.add(
        AttributeDeclaration.ofModel(
            STOP_PATIENCE,
            new Whole(1, 1_000_000),
            30L,
            "epochs without progress before pre-training stops"));
    all.add(
        AttributeDeclaration.ofModel(
            STOP_MIN_DELTA,
            new Real(0, 1e9),
            0.0001,
            "smallest decrease of the loss that counts as progress"));
    all.add(
        AttributeDeclaration.ofModel(
            REDUCE_PATIENCE,
            new Whole(1, 1_000_000),
            10L,
            "epochs without progress before the learning rate is lowered"));
    all.add(
        AttributeDeclaration.ofModel(
            REDUCE_FACTOR,
            new Real(1e-6, 1),
            0.1,
            "factor by which the learning rate is multiplied"));
    all.add(
        AttributeDeclaration.ofModel(
            EXISTED_MODEL,
            new AttributeType.Text(),
            null,
            "trained model to start from; the same as USING"));
    all.add(AttributeDeclaration.of(BATCH_SIZE, new Whole(1, 1_000_000), 256L, "rows in a batch"));
    return Collections.unmodifiableList(all);
  }

  /** How to make a new network. */
  public static AutoencoderNetwork.Design design(AttributeValues attributes, int features) {
    List<Integer> units =
        attributes
            .wholes(ENCODE_UNITS)
            .map(list -> list.stream().map(Math::toIntExact).toList())
            .orElse(encodeUnits(features));
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
            .orElse(preTrainingEpochs(rows, batchSize)),
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

  /** The width of the code, as far as it is known without the model of USING. */
  public static int codeWidth(AttributeValues attributes, int features) {
    return attributes
        .wholes(ENCODE_UNITS)
        .map(units -> Math.toIntExact(units.get(units.size() - 1)))
        .orElse(features);
  }
}
