package org.sqlflow.models.supervised.dense;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import org.sqlflow.data.Matrix;
import org.sqlflow.models.Assessment;
import org.sqlflow.models.CancellationCheck;
import org.sqlflow.models.Estimator;
import org.sqlflow.models.LabelledRows;
import org.sqlflow.models.Model;
import org.sqlflow.models.ModelException;
import org.sqlflow.models.Target;
import org.sqlflow.models.TrainingContext;
import org.sqlflow.models.TrainingSet;
import org.sqlflow.models.attributes.CommonAttributes;
import org.sqlflow.models.neural.FeedForwardNetwork;
import org.sqlflow.models.neural.FeedForwardStep;
import org.sqlflow.models.supervised.Learner;
import org.sqlflow.models.supervised.NumberScale;
import org.sqlflow.models.supervised.SupervisedAttributes;
import org.sqlflow.models.training.Batches;
import org.sqlflow.models.training.PhaseTimer;
import org.sqlflow.models.training.StepWords;
import org.sqlflow.text.Text;

/**
 * Learns a dense network in shuffled batches. With a validation part the state with the smallest
 * loss on it is kept, and training stops when that has not fallen for some epochs.
 *
 * @param input what the parts of the network see
 */
record DenseLearner(Estimator estimator, TrainingSet set, DenseInput input) implements Learner {
  private static final String PHASE = "training";

  @Override
  public boolean isLinear() {
    return false;
  }

  @Override
  public Learned learn(
      LabelledRows training,
      Optional<LabelledRows> validation,
      OptionalInt steps,
      TrainingContext context) {
    return new Run(training, validation, steps, context).run();
  }

  /** The loss of a row, from the sums of the last layer; the same for both parts. */
  private sealed interface Goal {
    /** Of classes, by the cross-entropy of their softmax. */
    record Classes(int[] codes, double[] weights, boolean[] right) implements Goal {}

    /** Of numbers, scaled. */
    record Numbers(double[] values) implements Goal {}
  }

  /** The network with the smallest loss so far. */
  private record Best(FeedForwardNetwork network, int epoch, double loss) {}

  /** One training. */
  private final class Run {
    private final LabelledRows training;
    private final Optional<LabelledRows> validation;
    private final OptionalInt steps;
    private final TrainingContext context;
    private final NumberScale scale;
    private final Goal goal;
    private final List<Double> losses = new ArrayList<>();
    private final List<Double> otherLosses = new ArrayList<>();
    private final List<Double> scores = new ArrayList<>();
    private final List<Double> otherScores = new ArrayList<>();
    private Optional<Best> best = Optional.empty();
    private boolean isEarly;

    Run(
        LabelledRows training,
        Optional<LabelledRows> validation,
        OptionalInt steps,
        TrainingContext context) {
      this.training = training;
      this.validation = validation;
      this.steps = steps;
      this.context = context;
      this.scale =
          set.base().isPresent() && set.base().get() instanceof DenseRegressionModel further
              ? further.scale()
              : training.target() instanceof Target.Numbers numbers
                  ? NumberScale.of(numbers.values())
                  : new NumberScale(0, 1);
      this.goal = goal(training.target());
    }

    private Goal goal(Target target) {
      if (target instanceof Target.Classes classes) {
        double[] weights =
            SupervisedAttributes.classWeights(set.attributes(), (Target.Classes) training.target());
        return new Goal.Classes(classes.codes(), weights, new boolean[classes.rows()]);
      }
      return new Goal.Numbers(scale.scaled(((Target.Numbers) target).values()));
    }

    Learned run() {
      int rows = training.count();
      int epochs = steps.orElse(DenseAttributes.epochs(set.attributes(), rows));
      PhaseTimer phase = new PhaseTimer(PHASE, epochs, context);
      FeedForwardStep.Settings settings = DenseAttributes.settings(set.attributes(), rows);
      int patience = set.attributes().whole(DenseAttributes.PATIENCE);
      try (FeedForwardStep step =
          new FeedForwardStep(
              started().orElseGet(() -> FeedForwardNetwork.create(design(), settings.seed())),
              settings)) {
        started().ifPresent(network -> best = Optional.of(new Best(network, 0, lossOf(network))));
        Batches batches = new Batches(rows, settings.batchSize(), settings.seed());
        WeightAverage average = new WeightAverage();
        for (int epoch = 1; epoch <= epochs; epoch++) {
          phase.beginStep();
          double loss = epoch(step, batches, phase);
          if (!Double.isFinite(loss)) {
            throw new ModelException(
                Text.of(
                    "the loss is no number after epoch %d: set a lower %s",
                    epoch, DenseAttributes.LEARNING_RATE),
                DenseAttributes.LEARNING_RATE);
          }
          phase.endEpoch(loss);
          judge(average.with(step.network()), epoch, loss);
          boolean isStuck =
              validation.isPresent()
                  && patience > 0
                  && epoch - best.orElseThrow().epoch() >= patience;
          if (isStuck) {
            break;
          }
        }
      } catch (CancellationException stopped) {
        if (best.isEmpty() || !CommonAttributes.keepsOnInterrupt(set.attributes())) {
          throw stopped;
        }
        isEarly = true;
      }
      return learned(phase, epochs);
    }

    /** The network of the model of USING. */
    private Optional<FeedForwardNetwork> started() {
      return set.base().flatMap(StoredNetwork::of);
    }

    /** On the validation part; NaN without. */
    private double lossOf(FeedForwardNetwork network) {
      return validation
          .map(
              part ->
                  mean(goal(part.target()), network.outputs(part.rows(), CancellationCheck.NONE)))
          .orElse(Double.NaN);
    }

    private FeedForwardNetwork.Design design() {
      return new FeedForwardNetwork.Design(
          training.rows().columns(),
          input.deep(),
          input.wide(),
          DenseAttributes.units(set.attributes()),
          training.target() instanceof Target.Classes classes ? classes.names().size() : 1,
          DenseAttributes.activation(set.attributes()),
          set.attributes().truth(DenseAttributes.BATCH_NORM),
          input.embeddings());
    }

    private double epoch(FeedForwardStep step, Batches batches, PhaseTimer phase) {
      batches.shuffle();
      double sum = 0;
      for (int batch = 0; batch < batches.perEpoch(); batch++) {
        int count = batches.rows(batch);
        double loss =
            step.train(
                training.rows().values(),
                batches.order(),
                batches.start(batch),
                count,
                (row, sums) -> loss(goal, row, sums));
        sum += loss * count;
        phase.batch(count, loss);
      }
      return sum / training.count();
    }

    /** The state after an epoch: its scores, and whether it is the best so far. */
    private void judge(FeedForwardNetwork network, int epoch, double loss) {
      losses.add(shown(loss));
      scores.add(share(goal));
      double own = loss;
      if (validation.isPresent()) {
        Goal others = goal(validation.get().target());
        own = mean(others, network.outputs(validation.get().rows(), context));
        otherLosses.add(shown(own));
        otherScores.add(share(others));
      }
      boolean isBest = validation.isEmpty() || best.isEmpty() || own < best.get().loss();
      if (isBest) {
        best = Optional.of(new Best(network, epoch, own));
      }
    }

    private double mean(Goal others, float[] outputs) {
      int rows = validation.orElseThrow().count();
      int width = outputs.length / rows;
      float[] sums = new float[width];
      double sum = 0;
      for (int row = 0; row < rows; row++) {
        System.arraycopy(outputs, row * width, sums, 0, width);
        sum += loss(others, row, sums);
      }
      return sum / rows;
    }

    /** The loss of numbers as the root of the mean squared error, in the label's unit. */
    private double shown(double loss) {
      return goal instanceof Goal.Numbers ? Math.sqrt(2 * loss) * scale.deviation() : loss;
    }

    private double share(Goal of) {
      if (!(of instanceof Goal.Classes classes)) {
        return Double.NaN;
      }
      int right = 0;
      for (boolean one : classes.right()) {
        right += one ? 1 : 0;
      }
      return (double) right / classes.right().length;
    }

    private Learned learned(PhaseTimer phase, int epochs) {
      Best kept = best.orElseThrow();
      List<Assessment.Curve> curves = new ArrayList<>();
      boolean isClasses = goal instanceof Goal.Classes;
      curves.add(
          new Assessment.Curve(isClasses ? "loss" : Names.RMSE, "epoch", losses, otherLosses));
      if (isClasses) {
        curves.add(new Assessment.Curve(Names.ACCURACY, "epoch", scores, otherScores));
      }
      List<String> notes = new ArrayList<>();
      List<String> details = new ArrayList<>();
      if (isEarly) {
        String weights = Text.of("the weights after epoch %d", kept.epoch());
        notes.add(StepWords.interrupted(context.where(), weights, "the best"));
        context.endEarly();
      } else if (validation.isPresent()) {
        details.add(
            StepWords.best(
                Text.of("The weights after epoch %d of %d", kept.epoch(), losses.size()),
                "the smallest loss",
                losses.size() < epochs));
        if (kept.epoch() == epochs && epochs > 1) {
          notes.add(
              StepWords.stillImproving(Text.counted(epochs, "epoch"), DenseAttributes.EPOCHS));
        }
      }
      return new Learned(
          model(kept.network()),
          kept.epoch(),
          List.of(phase.end()),
          phase.curve(),
          curves,
          notes,
          details,
          isEarly);
    }

    private Model model(FeedForwardNetwork network) {
      return training.target() instanceof Target.Classes classes
          ? new DenseClassificationModel(estimator, set.featureNames(), classes.names(), network)
          : new DenseRegressionModel(estimator, set.featureNames(), scale, network);
    }
  }

  /** The names of scores. */
  private static final class Names {
    static final String RMSE = "RMSE";
    static final String ACCURACY = "accuracy";
  }

  /** The loss of a row; its slopes replace the sums. */
  private static double loss(Goal goal, int row, float[] sums) {
    if (goal instanceof Goal.Numbers numbers) {
      double error = sums[0] - numbers.values()[row];
      sums[0] = (float) error;
      return error * error / 2;
    }
    Goal.Classes classes = (Goal.Classes) goal;
    int code = classes.codes()[row];
    int likeliest = 0;
    for (int i = 1; i < sums.length; i++) {
      likeliest = sums[i] > sums[likeliest] ? i : likeliest;
    }
    classes.right()[row] = likeliest == code;
    double most = sums[likeliest];
    double sum = 0;
    for (float one : sums) {
      sum += Math.exp(one - most);
    }
    double log = most + Math.log(sum);
    double weight = classes.weights()[code];
    double loss = weight * (log - sums[code]);
    for (int i = 0; i < sums.length; i++) {
      sums[i] = (float) (weight * (Math.exp(sums[i] - log) - (i == code ? 1 : 0)));
    }
    return loss;
  }

  /** The probabilities of sums, {@code rows x classes}. */
  static Matrix probabilities(float[] outputs, int rows) {
    int width = outputs.length / Math.max(1, rows);
    for (int at = 0; at < outputs.length; at += width) {
      double most = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < width; i++) {
        most = Math.max(most, outputs[at + i]);
      }
      double sum = 0;
      for (int i = 0; i < width; i++) {
        sum += Math.exp(outputs[at + i] - most);
      }
      double log = most + Math.log(sum);
      for (int i = 0; i < width; i++) {
        outputs[at + i] = (float) Math.exp(outputs[at + i] - log);
      }
    }
    return new Matrix(rows, width, outputs);
  }
}
