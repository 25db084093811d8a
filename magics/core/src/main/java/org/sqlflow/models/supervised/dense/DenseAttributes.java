package org.sqlflow.models.supervised.dense;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.sqlflow.executor.Activation;
import org.sqlflow.models.ModelException;
import org.sqlflow.models.attributes.AttributeDeclaration;
import org.sqlflow.models.attributes.AttributeType.Choice;
import org.sqlflow.models.attributes.AttributeType.Real;
import org.sqlflow.models.attributes.AttributeType.Truth;
import org.sqlflow.models.attributes.AttributeType.Whole;
import org.sqlflow.models.attributes.AttributeType.Wholes;
import org.sqlflow.models.attributes.AttributeValues;
import org.sqlflow.models.attributes.CommonAttributes;
import org.sqlflow.models.neural.FeedForwardNetwork;
import org.sqlflow.models.neural.FeedForwardStep;
import org.sqlflow.models.neural.HiddenActivation;
import org.sqlflow.models.neural.Optimizer;
import org.sqlflow.models.training.Batches;

/** The attributes of dense networks with a label. */
final class DenseAttributes {
  static final String HIDDEN_UNITS = "model.hidden_units";
  static final String ACTIVATION = "model.activation";
  static final String DROPOUT = "model.dropout";
  static final String BATCH_NORM = "model.batch_norm";
  static final String OPTIMIZER = "model.optimizer";
  static final String WEIGHT_DECAY = "model.weight_decay";
  static final String LEARNING_RATE = "train.learning_rate";
  static final String EPOCHS = "train.epoch";
  static final String BATCH_SIZE = "train.batch_size";
  static final String MOST_STEPS = "train.max_steps";
  static final String PATIENCE = "train.early_stopping";

  private static final List<Long> UNITS = List.of(64L, 32L);

  /**
   * About as many steps for every table, since the user pays for seconds. Accuracy on held-out
   * fifths of dry bean, mean of 5 seeds: with 4,000 steps and 15 epochs of patience .9295, with
   * these .9323; scikit-learn's network of the same size .9314. Batches of 64 rows .9303.
   */
  private static final int STEPS = 8000;

  private static final int LEAST_EPOCHS = 10;
  private static final int MOST_EPOCHS = 200;
  private static final int LEAST_BATCH = 16;
  private static final int MOST_BATCH = 256;

  /** A batch is about this part of the rows. */
  private static final int BATCHES = 50;

  /** The attributes that fix the shape of a network. */
  static final List<String> SHAPE = List.of(HIDDEN_UNITS, ACTIVATION, BATCH_NORM);

  private DenseAttributes() {}

  /** Refuses another shape than that of a network that is trained further. */
  static void checkShape(AttributeValues attributes, FeedForwardNetwork.Design design) {
    checkShape(
        attributes, HIDDEN_UNITS, units(attributes).equals(design.hidden()), design.hidden());
    String activation = design.activation().name().toLowerCase(Locale.ROOT);
    checkShape(attributes, ACTIVATION, activation(attributes) == design.activation(), activation);
    checkShape(
        attributes,
        BATCH_NORM,
        attributes.truth(BATCH_NORM) == design.batchNorm(),
        design.batchNorm());
  }

  private static void checkShape(
      AttributeValues attributes, String name, boolean isSame, Object own) {
    if (attributes.isGiven(name) && !isSame) {
      throw new ModelException(
          "the network of USING has " + name + " = " + own + ", which stays: leave it out", name);
    }
  }

  static List<AttributeDeclaration> declarations() {
    List<AttributeDeclaration> all = new ArrayList<>();
    all.add(
        AttributeDeclaration.ofModel(
            HIDDEN_UNITS,
            new Wholes(1, 65_536, 16),
            UNITS,
            "units of each hidden layer",
            "hidden_units",
            "dnn_hidden_units",
            "model.dnn_hidden_units"));
    all.add(
        AttributeDeclaration.ofModel(
            ACTIVATION,
            new Choice(HiddenActivation.NAMES),
            "relu",
            "activation function of the hidden layers"));
    all.add(
        AttributeDeclaration.ofModel(
            DROPOUT,
            new Real(0, 0.95),
            0.0,
            "share of each hidden layer's outputs that is dropped in a step",
            "dropout",
            "model.dnn_dropout"));
    all.add(
        AttributeDeclaration.ofModel(
            BATCH_NORM, new Truth(), false, "whether the hidden layers are normalized"));
    all.add(
        AttributeDeclaration.ofModel(
            OPTIMIZER,
            new Choice(List.of("adam", "rmsprop", "adagrad", "sgd")),
            "adam",
            "how a gradient becomes a step",
            "optimizer",
            "train.optimizer",
            "model.dnn_optimizer",
            "dnn_optimizer"));
    all.add(
        AttributeDeclaration.ofModel(
            WEIGHT_DECAY,
            new Real(0, 1),
            0.0001,
            "penalty of half the sum of squared weights, on the mean loss of a row"));
    all.add(
        AttributeDeclaration.of(LEARNING_RATE, new Real(1e-9, 100), 0.001, "learning rate")
            .alias(
                "learning_rate",
                "model.learning_rate",
                "optimizer.learning_rate",
                "dnn_optimizer.learning_rate",
                "model.dnn_optimizer.learning_rate"));
    all.add(
        AttributeDeclaration.of(
                EPOCHS,
                new Whole(1, 1_000_000),
                null,
                "the most epochs; default: by the number of rows")
            .alias("epoch", "train.epochs"));
    all.add(
        AttributeDeclaration.of(
                BATCH_SIZE,
                new Whole(1, 1_000_000),
                null,
                "rows in a batch; default: by the number of rows")
            .alias("batch_size"));
    all.add(
        AttributeDeclaration.of(
            MOST_STEPS, new Whole(1, Long.MAX_VALUE), null, "the most batches; default: any"));
    all.add(
        AttributeDeclaration.of(
            PATIENCE,
            new Whole(0, 1_000_000),
            30L,
            "epochs without progress on the validation part before training stops; 0: never"));
    return all;
  }

  static List<Integer> units(AttributeValues attributes) {
    return attributes.wholes(HIDDEN_UNITS).orElse(UNITS).stream().map(Math::toIntExact).toList();
  }

  static Activation activation(AttributeValues attributes) {
    return HiddenActivation.of(attributes.text(ACTIVATION));
  }

  static int batchSize(AttributeValues attributes, int rows) {
    int wanted = Math.max(LEAST_BATCH, Integer.highestOneBit(Math.max(1, 2 * rows / BATCHES - 1)));
    return attributes
        .value(BATCH_SIZE)
        .map(size -> Math.toIntExact((Long) size))
        .orElse(Math.min(MOST_BATCH, wanted));
  }

  static int epochs(AttributeValues attributes, int rows) {
    int perEpoch = Batches.count(rows, batchSize(attributes, rows));
    int epochs =
        attributes
            .value(EPOCHS)
            .map(number -> Math.toIntExact((Long) number))
            .orElse(Math.max(LEAST_EPOCHS, Math.min(MOST_EPOCHS, STEPS / perEpoch)));
    return attributes
        .value(MOST_STEPS)
        .map(most -> (int) Math.max(1, Math.min(epochs, (Long) most / perEpoch)))
        .orElse(epochs);
  }

  static FeedForwardStep.Settings settings(AttributeValues attributes, int rows) {
    return new FeedForwardStep.Settings(
        Math.min(rows, batchSize(attributes, rows)),
        Optimizer.Rule.valueOf(attributes.text(OPTIMIZER).toUpperCase(Locale.ROOT)),
        attributes.real(LEARNING_RATE),
        attributes.real(DROPOUT),
        attributes.real(WEIGHT_DECAY),
        attributes.wholeLong(CommonAttributes.SEED));
  }
}
