package org.sqlflow.models.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.sqlflow.features.Matrix;
import org.sqlflow.models.ModelException;
import org.sqlflow.models.TrainingListener;
import org.sqlflow.models.TrainingStory.CurvePoint;
import org.sqlflow.models.TrainingStory.Phase;

/**
 * Trains an encoder and cluster centres together (Xie, Girshick and Farhadi 2016), with the
 * reconstruction error kept in the loss (Guo et al. 2017): mean {@code KL(p || q)} plus {@code
 * reconstructionWeight} times the mean squared error, by Adam, in shuffled batches. Without an
 * encoder the features are the codes, and the centres alone are trained.
 */
final class DeepEmbeddedClustering {
  static final String PHASE = "clustering";

  /** A rate that made training diverge is divided by this, and training begins again, once. */
  private static final double RATE_CUT = 10;

  private final Optional<Autoencoder> autoencoder;
  private final Matrix rows;
  private final Settings settings;
  private final TrainingListener listener;
  private final PhaseMeter meter;

  private DeepEmbeddedClustering(
      Optional<Autoencoder> autoencoder,
      Matrix rows,
      Settings settings,
      TrainingListener listener) {
    this.autoencoder = autoencoder;
    this.rows = rows;
    this.settings = settings;
    this.listener = listener;
    int perPass = Batches.count(rows.rows(), settings.batchSize());
    int passes = (settings.mostIterations() + perPass - 1) / perPass;
    this.meter = new PhaseMeter(PHASE, passes, listener);
  }

  /**
   * How to train.
   *
   * @param mostIterations batches at most
   * @param updateInterval batches between two renewals of the target
   * @param tolerance training stops when a smaller share of rows changed group between renewals
   * @param leastPasses passes before the tolerance counts
   */
  record Settings(
      int clusters,
      double learningRate,
      int mostIterations,
      int updateInterval,
      OptionalDouble tolerance,
      int leastPasses,
      double reconstructionWeight,
      int batchSize,
      long seed) {}

  /**
   * What came out; the autoencoder itself was changed.
   *
   * @param centres {@code clusters x code width}
   * @param groups of each row
   * @param loss of the last pass
   */
  record Outcome(
      float[] centres,
      int[] groups,
      double loss,
      Phase phase,
      List<CurvePoint> curve,
      List<String> notes) {}

  /**
   * Trains from the given centres.
   *
   * @throws ModelException if training diverges at a lower rate too
   */
  static Outcome fit(
      Optional<Autoencoder> autoencoder,
      Matrix rows,
      float[] centres,
      Settings settings,
      TrainingListener listener) {
    return new DeepEmbeddedClustering(autoencoder, rows, settings, listener).fit(centres);
  }

  private Outcome fit(float[] startCentres) {
    Optional<INDArray> start = autoencoder.map(a -> a.parameters().dup());
    List<String> notes = new ArrayList<>();
    Optional<Outcome> first = fit(startCentres.clone(), settings.learningRate(), notes);
    if (first.isPresent()) {
      return first.get();
    }
    double lower = settings.learningRate() / RATE_CUT;
    notes.add(
        "Clustering diverged at model.train_lr = %s and began again at %s."
            .formatted(settings.learningRate(), lower));
    start.ifPresent(parameters -> autoencoder.get().parameters().assign(parameters));
    meter.restart();
    return fit(startCentres.clone(), lower, notes)
        .orElseThrow(
            () ->
                new ModelException(
                    "clustering diverges even at a learning rate of "
                        + lower
                        + ": scale the features (train.scale = standard) or set a lower"
                        + " model.train_lr",
                    ClusterAttributes.TRAIN_LR));
  }

  private Optional<Outcome> fit(float[] startCentres, double rate, List<String> notes) {
    INDArray centres = Nd4j.createFromArray(startCentres);
    Optimizer centreOptimizer = Optimizer.of(centres, rate);
    Optional<Optimizer> encoderOptimizer = autoencoder.map(a -> Optimizer.of(a.parameters(), rate));
    BatchTrainer trainer =
        new BatchTrainer(
            settings,
            rows,
            centres,
            centreOptimizer,
            encoderOptimizer,
            autoencoder.map(a -> new NetworkSteps(a, encoderOptimizer.get().gradient())));
    Batches batches = new Batches(rows.rows(), settings.batchSize(), settings.seed());
    Assignment assignment = Assignment.of(codes(), floats(centres), settings.clusters());
    double loss = Double.NaN;
    int iteration = 0;
    boolean settled = false;
    while (!settled && iteration < settings.mostIterations()) {
      meter.beginPass();
      batches.shuffle();
      double sum = 0;
      int trained = 0;
      for (int i = 0; i < batches.perPass() && iteration < settings.mostIterations(); i++) {
        if (iteration > 0 && iteration % settings.updateInterval() == 0) {
          Assignment renewed = Assignment.of(codes(), floats(centres), settings.clusters());
          meter.changed(renewed.changedShare(assignment));
          assignment = renewed;
          if (isSettled(iteration / batches.perPass())) {
            settled = true;
            break;
          }
        }
        double batchLoss = trainer.train(batches, i, assignment.target());
        if (!Double.isFinite(batchLoss)) {
          return Optional.empty();
        }
        sum += batchLoss * batches.rows(i);
        trained += batches.rows(i);
        iteration++;
        meter.batch(batches.rows(i), batchLoss);
      }
      if (trained > 0) {
        loss = sum / trained;
        meter.endPass(loss);
      }
    }
    float[] trainedCentres = floats(centres);
    Assignment last = Assignment.of(codes(), trainedCentres, settings.clusters());
    return Optional.of(
        new Outcome(trainedCentres, last.groups(), loss, meter.end(), meter.curve(), notes));
  }

  private boolean isSettled(int passes) {
    return settings.tolerance().isPresent()
        && passes >= settings.leastPasses()
        && meter.changedShare() < settings.tolerance().getAsDouble();
  }

  private Matrix codes() {
    return autoencoder.map(a -> a.encode(rows, listener)).orElse(rows);
  }

  private static float[] floats(INDArray array) {
    float[] values = new float[(int) array.length()];
    new FloatPointer(array.data().addressPointer()).get(values);
    return values;
  }

  /** The soft assignment of all rows, the target made of it, and the groups. */
  private record Assignment(float[] target, int[] groups) {
    static Assignment of(Matrix codes, float[] centres, int clusters) {
      float[] q = new float[codes.rows() * clusters];
      SoftAssignment.of(codes.values(), codes.rows(), centres, clusters, q);
      int[] groups = new int[codes.rows()];
      for (int row = 0; row < groups.length; row++) {
        groups[row] = SoftAssignment.largest(q, row, clusters);
      }
      return new Assignment(TargetDistribution.of(q, codes.rows(), clusters), groups);
    }

    double changedShare(Assignment earlier) {
      int changed = 0;
      for (int row = 0; row < groups.length; row++) {
        changed += groups[row] == earlier.groups[row] ? 0 : 1;
      }
      return (double) changed / groups.length;
    }
  }

  /** One step on one batch. */
  private record BatchTrainer(
      Settings settings,
      Matrix rows,
      INDArray centres,
      Optimizer centreOptimizer,
      Optional<Optimizer> encoderOptimizer,
      Optional<NetworkSteps> steps) {
    double train(Batches batches, int batch, float[] target) {
      int count = batches.rows(batch);
      int clusters = settings.clusters();
      float[] centreValues = floats(centres);
      int width = centreValues.length / clusters;
      float[] codes = new float[count * width];
      float[] codeGradient = new float[count * width];
      float[] centreGradient = new float[centreValues.length];
      float[] targets = gather(target, clusters, batches, batch);
      Optional<NetworkStep> step = steps.map(s -> s.of(count));
      if (step.isPresent()) {
        step.get().load(rows.values(), batches.order(), batches.start(batch));
        step.get().encode(codes, 0);
      } else {
        codes = gather(rows.values(), width, batches, batch);
      }
      double loss =
          ClusteringLoss.of(
              codes, count, centreValues, clusters, targets, codeGradient, centreGradient);
      if (step.isPresent()) {
        double weight = settings.reconstructionWeight();
        loss += weight > 0 ? weight * step.get().decode() : 0;
        step.get().backward(weight, Optional.of(codeGradient));
        encoderOptimizer.get().step();
      }
      new FloatPointer(centreOptimizer.gradient().data().addressPointer()).put(centreGradient);
      centreOptimizer.step();
      return loss;
    }

    private static float[] gather(float[] from, int width, Batches batches, int batch) {
      float[] gathered = new float[batches.rows(batch) * width];
      for (int i = 0; i < batches.rows(batch); i++) {
        int row = batches.order()[batches.start(batch) + i];
        System.arraycopy(from, row * width, gathered, i * width, width);
      }
      return gathered;
    }
  }
}
