package org.sqlflow.models.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.sqlflow.features.Matrix;
import org.sqlflow.models.CommonAttributes;
import org.sqlflow.models.TrainingData;
import org.sqlflow.models.TrainingListener;
import org.sqlflow.models.TrainingStory.CurvePoint;
import org.sqlflow.models.TrainingStory.Phase;

/** One start of a clusterModel: pre-training, first centres, clustering. */
final class ClusterStart {
  private static final String OTHER_CENTRES = "clustering from other centres";

  /** Losses of two trainings that are no further apart tell nothing. */
  private static final double CLEARLY = 0.99;

  private final TrainingData data;
  private final PlainKMeans inFeatures;
  private final ClusterCase clusterCase;
  private final TrainingListener listener;
  private final BestState preTrained;
  private final BestState centred;
  private final BestState clustered;
  private final List<Phase> phases = new ArrayList<>();
  private final List<CurvePoint> curve = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private Optional<Autoencoder> autoencoder = Optional.empty();
  private Optional<INDArray> beforeClustering = Optional.empty();
  private Optional<Trained> complete = Optional.empty();
  private boolean hasEncoder;

  ClusterStart(TrainingData data, PlainKMeans inFeatures, TrainingListener listener) {
    this.data = data;
    this.inFeatures = inFeatures;
    this.clusterCase = ClusterCase.of(data);
    this.listener = listener;
    boolean keeps = Restarts.isKept(data);
    this.preTrained = BestState.smallestLoss(keeps);
    this.centred = BestState.smallestLoss(keeps);
    this.clustered = BestState.lastPass(keeps);
  }

  /**
   * What a start gave.
   *
   * @param groups of each row, numbered by size
   * @param loss of the last pass of clustering; NaN if it had none
   */
  record Outcome(
      long seed,
      Optional<Autoencoder> autoencoder,
      Groups groups,
      double loss,
      List<Phase> phases,
      List<CurvePoint> curve,
      List<String> notes) {
    double seconds() {
      return phases.stream().mapToDouble(Phase::seconds).sum();
    }
  }

  /**
   * Trains.
   *
   * @throws CancellationException if the listener asked to stop; then {@link #keep} may help
   */
  Outcome run() {
    if (clusterCase.hasEncoder()) {
      autoencoder = Optional.of(AutoencoderType.start(data));
    }
    if (clusterCase.isPreTrained()) {
      preTrain(autoencoder.orElseThrow());
    }
    hasEncoder = true;
    List<float[]> candidates = firstCentres();
    Trained best = cluster(candidates.get(0));
    if (candidates.size() > 1) {
      complete = Optional.of(best);
      best = better(best, candidates.get(1));
    }
    phases.add(best.outcome().phase());
    return outcome(best);
  }

  /** What clustering gave, and the weights that belong to it. */
  private record Trained(DeepEmbeddedClustering.Outcome outcome, Optional<INDArray> weights) {}

  private Trained cluster(float[] centres) {
    DeepEmbeddedClustering.Outcome outcome =
        DeepEmbeddedClustering.fit(
            autoencoder, data.rows(), centres, settings(), listener, clustered);
    return new Trained(outcome, autoencoder.map(a -> a.parameters().dup()));
  }

  /** Clusters again from the same weights and other centres, which must be better to be kept. */
  private Trained better(Trained first, float[] centres) {
    autoencoder.orElseThrow().parameters().assign(beforeClustering.orElseThrow());
    Trained second = cluster(centres);
    boolean isSecond = second.outcome().loss() < first.outcome().loss() * CLEARLY;
    Trained other = isSecond ? first : second;
    phases.add(
        new Phase(
            OTHER_CENTRES, other.outcome().phase().passes(), other.outcome().phase().seconds()));
    notes.add(
        "Clustering began from the centres of k-means on the codes and from those on the features;"
            + " the "
            + (isSecond
                ? "second ended with the smaller loss and is kept."
                : "first is kept, as the second did not end with a smaller loss."));
    return isSecond ? second : first;
  }

  private Outcome outcome(Trained trained) {
    DeepEmbeddedClustering.Outcome outcome = trained.outcome();
    trained.weights().ifPresent(weights -> autoencoder.orElseThrow().parameters().assign(weights));
    curve.addAll(outcome.curve());
    notes.addAll(outcome.notes());
    return outcome(outcome.centres(), outcome.loss());
  }

  private void preTrain(Autoencoder network) {
    PreTraining.Outcome outcome =
        PreTraining.fit(
            network,
            data.rows(),
            AutoencoderAttributes.preTraining(data.attributes(), data.rows().rows()),
            listener,
            preTrained);
    phases.add(outcome.phase());
    curve.addAll(outcome.curve());
    notes.addAll(outcome.notes());
  }

  private DeepEmbeddedClustering.Settings settings() {
    return ClusterAttributes.clustering(data.attributes(), data.rows().rows());
  }

  /** Groups are those that the network gives as it is stored: so predictions agree with them. */
  private Outcome outcome(float[] centres, double loss) {
    Optional<Autoencoder> trained = autoencoder.map(Autoencoder::trained);
    Matrix codes = trained.map(a -> a.encode(data.rows(), listener)).orElse(data.rows());
    int[] groups = ClusterAssignment.of(codes, centres, settings().clusters()).groups();
    return new Outcome(
        data.attributes().wholeLong(CommonAttributes.SEED),
        trained,
        Groups.bySize(groups, centres, settings().clusters()),
        loss,
        phases,
        curve,
        notes);
  }

  private List<float[]> firstCentres() {
    PhaseMeter meter = new PhaseMeter("first centres", 1, listener);
    meter.begin();
    beforeClustering = autoencoder.map(a -> a.parameters().dup());
    Matrix codes = autoencoder.map(a -> a.encode(data.rows(), listener)).orElse(data.rows());
    List<float[]> centres = new FirstCentres(data, listener, centred).of(codes, inFeatures);
    phases.add(meter.end());
    return centres;
  }

  /** Whether {@link #keep} has something to keep. */
  boolean isUsable() {
    return hasEncoder || preTrained.state().isPresent();
  }

  /**
   * The best state of a start that was stopped, once the listener knows that it ends early: after
   * the best pass of clustering; without one, k-means on the codes of the best pass of
   * pre-training.
   *
   * @param where it was stopped
   */
  Outcome keep(String where) {
    if (complete.isPresent()) {
      note(where, "clustering from the first of two sets of centres was complete and is kept");
      phases.add(complete.get().outcome().phase());
      return outcome(complete.get());
    }
    Optional<BestState.State> best = clustered.state();
    if (best.isEmpty()) {
      return keepEncoder(where);
    }
    clustered.phase().ifPresent(phases::add);
    curve.addAll(clustered.curve());
    restore(best.get());
    int pass = best.get().pass();
    note(
        where,
        pass == 0
            ? "the first centres are kept, as no pass of clustering was complete"
            : "the state after pass " + pass + " is kept, the last that was complete");
    return outcome(best.get().learnt().centres(), pass == 0 ? Double.NaN : best.get().loss());
  }

  private Outcome keepEncoder(String where) {
    String encoder = "";
    if (!hasEncoder) {
      BestState.State best = preTrained.state().orElseThrow();
      preTrained.phase().ifPresent(phases::add);
      curve.addAll(preTrained.curve());
      restore(best);
      encoder = "the encoder of pass " + best.pass() + " is kept with ";
    }
    note(
        where,
        encoder
            + (encoder.isEmpty() ? "the first centres are kept" : "the first centres")
            + "; clustering did not begin");
    float[] centres =
        centred
            .state()
            .map(state -> state.learnt().centres())
            .orElseGet(() -> firstCentres().get(0));
    return outcome(centres, Double.NaN);
  }

  private void note(String where, String kept) {
    notes.add(0, "Interrupted in " + where + ": " + kept + ".");
  }

  private void restore(BestState.State best) {
    best.learnt()
        .weights()
        .ifPresent(weights -> autoencoder.orElseThrow().parameters().assign(weights));
  }
}
