package org.sqlflow.models.clustering.dec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.sqlflow.data.Matrix;
import org.sqlflow.executor.SoftTarget;
import org.sqlflow.executor.TrainingPass;
import org.sqlflow.models.RowSums;
import org.sqlflow.models.TrainingContext;
import org.sqlflow.models.clustering.dec.DeepEmbeddedClustering.Outcome;
import org.sqlflow.models.neural.AutoencoderNetwork;
import org.sqlflow.models.neural.AveragedTraining;
import org.sqlflow.models.training.Batches;
import org.sqlflow.models.training.Checkpoint;
import org.sqlflow.models.training.PhaseTimer;

/**
 * {@link DeepEmbeddedClustering} of rows that stay in a cluster: an epoch is a pass in which each
 * partition trains its own copy of encoder and centres. The target is renewed between passes: all
 * that partitions need from each other is one aggregate of a number for each group. The share of
 * rows that change their group is that of the sample.
 */
final class ClusteringPasses {
  private final Optional<AutoencoderNetwork> autoencoder;
  private final Matrix sample;
  private final RowSums all;
  private final DeepEmbeddedClustering.Settings settings;
  private final TrainingContext context;
  private final int stepsOfPass;
  private final PhaseTimer timer;

  ClusteringPasses(
      Optional<AutoencoderNetwork> autoencoder,
      Matrix sample,
      RowSums all,
      DeepEmbeddedClustering.Settings settings,
      TrainingContext context) {
    this.autoencoder = autoencoder;
    this.sample = sample;
    this.all = all;
    this.settings = settings;
    this.context = context;
    this.stepsOfPass = Batches.count(all.rowsOfPartition(), settings.batchSize());
    this.timer =
        new PhaseTimer(
            DeepEmbeddedClustering.PHASE,
            "pass",
            settings.mostEpochs(all.rowsOfPartition()),
            context);
  }

  /**
   * Trains from the given centres; the autoencoder itself is changed.
   *
   * @param best is offered each pass
   * @throws org.sqlflow.models.ModelException if training diverges at a lower rate too
   */
  Outcome fit(float[] centres, Checkpoint best) {
    Optional<INDArray> start = autoencoder.map(network -> network.parameters().dup());
    List<String> notes = new ArrayList<>();
    return fit(centres, settings.learningRate(), best, notes)
        .or(
            () -> {
              notes.add(settings.restarted());
              start.ifPresent(weights -> autoencoder.get().parameters().assign(weights));
              timer.restart();
              return fit(centres, settings.lowerRate(), best, notes);
            })
        .orElseThrow(settings::diverged);
  }

  /** One training at one rate; empty if it diverged. */
  private Optional<Outcome> fit(float[] centres, double rate, Checkpoint best, List<String> notes) {
    AveragedTraining training =
        new AveragedTraining(
            autoencoder,
            sample.columns(),
            centres,
            all,
            new TrainingPass.Steps(settings.batchSize(), rate, settings.seed()));
    int[] groups = groups(training);
    int most = settings.mostEpochs(all.rowsOfPartition());
    int renewal = Math.max(1, Math.round((float) settings.updateInterval() / stepsOfPass));
    SoftTarget target = null;
    double loss = Double.NaN;
    best.begun(timer, () -> snapshot(training));
    for (int pass = 0; pass < most; pass++) {
      timer.begin();
      if (pass % renewal == 0) {
        if (pass > 0) {
          int[] now = groups(training);
          timer.changed(changedShare(groups, now));
          groups = now;
        }
        if (pass >= settings.leastEpochs() && isSettled()) {
          break;
        }
        target = training.target(settings.clusters());
      }
      loss = training.cluster(target, settings.reconstructionWeight());
      if (!Double.isFinite(loss)) {
        return Optional.empty();
      }
      timer.endEpoch(loss);
      best.epochEnded(timer, loss, () -> snapshot(training));
    }
    return Optional.of(new Outcome(training.centres(), loss, timer.end(), timer.curve(), notes));
  }

  /** The groups of the sample's rows. */
  private int[] groups(AveragedTraining training) {
    return ClusterAssignment.groups(
        ClusterAssignment.codes(autoencoder, sample, context),
        sample.rows(),
        training.centres(),
        settings.clusters());
  }

  /** The share of rows, from 0 to 1, that are in another group now. */
  private static double changedShare(int[] groups, int[] now) {
    long changed = IntStream.range(0, now.length).filter(row -> groups[row] != now[row]).count();
    return (double) changed / now.length;
  }

  private boolean isSettled() {
    return settings.tolerance().isPresent()
        && timer.changedShare() < settings.tolerance().getAsDouble();
  }

  private Checkpoint.Snapshot snapshot(AveragedTraining training) {
    return new Checkpoint.Snapshot(
        autoencoder.map(network -> network.parameters().dup()), training.centres());
  }
}
