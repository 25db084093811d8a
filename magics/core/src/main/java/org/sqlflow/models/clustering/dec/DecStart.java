package org.sqlflow.models.clustering.dec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.sqlflow.data.Matrix;
import org.sqlflow.executor.SoftSums;
import org.sqlflow.math.Points;
import org.sqlflow.models.TrainingContext;
import org.sqlflow.models.TrainingSet;
import org.sqlflow.models.TrainingSummary.CurvePoint;
import org.sqlflow.models.TrainingSummary.Phase;
import org.sqlflow.models.attributes.CommonAttributes;
import org.sqlflow.models.autoencoder.AutoencoderAttributes;
import org.sqlflow.models.autoencoder.AutoencoderEstimator;
import org.sqlflow.models.autoencoder.PreTraining;
import org.sqlflow.models.clustering.ClusterAttributes;
import org.sqlflow.models.clustering.Clusters;
import org.sqlflow.models.clustering.centres.KMeans;
import org.sqlflow.models.clustering.judge.PlainGroups;
import org.sqlflow.models.clustering.manifold.Neighbourhoods;
import org.sqlflow.models.neural.AutoencoderNetwork;
import org.sqlflow.models.neural.AveragedTraining;
import org.sqlflow.models.training.Checkpoint;
import org.sqlflow.models.training.PhaseTimer;
import org.sqlflow.text.Text;

/** One start of a clusterModel: pre-training, first centres, clustering. */
final class DecStart {
  static final String FIRST_CENTRES = "first centres";
  static final String FIRST_GROUPS = "first groups";

  /** Smaller differences in neighbours kept together do not count. */
  private static final double NOTICEABLE = 0.001;

  private final TrainingSet set;
  private final PretrainCase clusterCase;
  private final TrainingContext context;
  private final Checkpoint preTrained;
  private final Checkpoint centred;
  private final Checkpoint clustered;
  private final List<Phase> phases = new ArrayList<>();
  private final List<CurvePoint> curve = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final List<String> details = new ArrayList<>();
  private final Supplier<Neighbourhoods> neighbourhoods;
  private final PlainGroups plain;
  private Optional<AutoencoderNetwork> autoencoder = Optional.empty();
  private boolean hasEncoder;

  /**
   * Prepares a start.
   *
   * @param neighbourhoods of the rows, found when they are first asked for
   * @param plain groups of the rows
   */
  DecStart(
      TrainingSet set,
      TrainingContext context,
      Supplier<Neighbourhoods> neighbourhoods,
      PlainGroups plain) {
    this.neighbourhoods = neighbourhoods;
    this.plain = plain;
    this.set = set;
    this.clusterCase = PretrainCase.of(set);
    this.context = context;
    boolean keeps = CommonAttributes.keepsOnInterrupt(set.attributes());
    this.preTrained = Checkpoint.smallestLoss(keeps);
    this.centred = Checkpoint.smallestLoss(keeps);
    this.clustered = Checkpoint.lastEpoch(keeps);
  }

  /**
   * The result of a start.
   *
   * @param groups of each row, numbered by size
   * @param sizes rows of each group, of all rows where these are a sample
   * @param loss of the last epoch of clustering, or of the first if the groups are those before it;
   *     NaN if it had none
   * @param notes for every reader
   * @param details how it was done
   */
  record Outcome(
      long seed,
      Optional<AutoencoderNetwork> autoencoder,
      Clusters groups,
      List<Long> sizes,
      double loss,
      List<Phase> phases,
      List<CurvePoint> curve,
      List<String> notes,
      List<String> details) {
    Outcome withLoss(double other) {
      return new Outcome(seed, autoencoder, groups, sizes, other, phases, curve, notes, details);
    }

    double seconds() {
      return phases.stream().mapToDouble(Phase::seconds).sum();
    }
  }

  /**
   * Trains.
   *
   * @throws CancellationException if the user stopped it; then {@link #keep} may help
   */
  Outcome run() {
    if (clusterCase.hasEncoder()) {
      autoencoder = Optional.of(AutoencoderEstimator.start(set));
    }
    if (clusterCase.isPreTrained()) {
      preTrain(autoencoder.orElseThrow());
    }
    hasEncoder = true;
    Optional<float[]> learnt = learnt();
    float[] start = learnt.orElseGet(this::firstCentres);
    Optional<Outcome> before = learnt.map(centres -> outcome(centres, Double.NaN));
    DeepEmbeddedClustering.Outcome outcome =
        set.all()
            .map(all -> new ClusteringPasses(autoencoder, set.rows(), all, settings(), context))
            .map(passes -> passes.fit(start, clustered))
            .orElseGet(
                () ->
                    DeepEmbeddedClustering.fit(
                        autoencoder, set.rows(), start, settings(), context, clustered));
    phases.add(outcome.phase());
    curve.addAll(outcome.curve());
    notes.addAll(outcome.notes());
    Outcome after = outcome(outcome.centres(), outcome.loss());
    double first =
        outcome.curve().stream().mapToDouble(CurvePoint::loss).findFirst().orElse(Double.NaN);
    return before
        .filter(earlier -> isBetter(earlier, after))
        .map(earlier -> earlier.withLoss(first))
        .orElse(after);
  }

  /**
   * Whether training encoder and centres together separated neighbours. On aggregation, seven
   * groups of unequal size in the plane, it cuts one of them into halves: accuracy .79 instead of
   * 1.00.
   */
  private boolean isBetter(Outcome before, Outcome after) {
    double together = neighbourhoods.get().togetherness(before.groups().groups());
    double then = neighbourhoods.get().togetherness(after.groups().groups());
    if (together > then) {
      details.add(
          together - then < NOTICEABLE
              ? "The groups are those before the clustering phase, which did not improve them."
              : Text.of(
                  "The groups are those before the clustering phase: it took neighbouring rows"
                      + " apart (%.3f stayed together before, %.3f after).",
                  together, then));
    }
    return together > then;
  }

  /** Whether a start may first teach its encoder groups that were found without it. */
  static boolean mayLearn(TrainingSet set, PretrainCase clusterCase) {
    String how = set.attributes().text(DecAttributes.CLUSTER_INIT);
    return clusterCase.hasEncoder()
        && (how.equals(DecAttributes.AUTO) || how.equals(DecAttributes.MANIFOLD))
        && Neighbourhoods.arePossible(set.rows().rows(), set.rows().columns(), 2);
  }

  private void preTrain(AutoencoderNetwork network) {
    PreTraining.Outcome outcome =
        PreTraining.fit(
            network,
            set.rows(),
            set.all(),
            AutoencoderAttributes.preTraining(set.attributes(), set.rowsOfEpoch()),
            context,
            preTrained);
    phases.add(outcome.phase());
    curve.addAll(outcome.curve());
    notes.addAll(outcome.notes());
  }

  private DeepEmbeddedClustering.Settings settings() {
    return DecAttributes.clustering(set.attributes(), set.rowsOfEpoch());
  }

  /** Clusters are those of the network as it is stored, so that predictions agree with them. */
  private Outcome outcome(float[] centres, double loss) {
    Optional<AutoencoderNetwork> trained = autoencoder.map(AutoencoderNetwork::trained);
    int[] groups =
        ClusterAssignment.groups(
            ClusterAssignment.codes(trained, set.rows(), context),
            set.rows().rows(),
            centres,
            settings().clusters());
    Optional<long[]> ofAll =
        set.all()
            .filter(all -> !context.isEndingEarly())
            .map(all -> AveragedTraining.sums(all, trained, centres, settings().clusters()))
            .map(SoftSums::sizes);
    Clusters clusters =
        ofAll
            .map(sizes -> Clusters.by(sizes, groups, centres))
            .orElseGet(() -> Clusters.bySize(groups, centres, settings().clusters()));
    return new Outcome(
        set.attributes().wholeLong(CommonAttributes.SEED),
        trained,
        clusters,
        ofAll.map(DecStart::largestFirst).orElse(clusters.sizes()),
        loss,
        phases,
        curve,
        notes,
        details);
  }

  private static List<Long> largestFirst(long[] sizes) {
    return Arrays.stream(sizes).boxed().sorted(Comparator.reverseOrder()).toList();
  }

  /**
   * The centres after the encoder learned groups of neighbouring rows, or of k-means where these
   * are better; empty if it does not start so.
   */
  private Optional<float[]> learnt() {
    String how = set.attributes().text(DecAttributes.CLUSTER_INIT);
    boolean isAuto = how.equals(DecAttributes.AUTO);
    boolean isPossible =
        autoencoder.isPresent()
            && Neighbourhoods.arePossible(
                set.rows().rows(), set.rows().columns(), settings().clusters());
    if (!isAuto && !how.equals(DecAttributes.MANIFOLD)) {
      return Optional.empty();
    }
    if (!isPossible) {
      if (!isAuto) {
        notes.add(
            DecAttributes.CLUSTER_INIT
                + " = manifold has no effect: "
                + (autoencoder.isPresent()
                    ? "there are too few rows for so many groups."
                    : "there is no encoder to learn it."));
      }
      return Optional.empty();
    }
    Neighbourhoods near = neighbourhoods.get();
    PhaseTimer timer = new PhaseTimer(FIRST_GROUPS, 1, context);
    timer.begin();
    FirstGroups found =
        isAuto
            ? FirstGroups.chosen(near, plain, set.attributes(), context)
            : FirstGroups.ofManifold(near, set.attributes(), context);
    phases.add(timer.end());
    AutoencoderNetwork network = autoencoder.orElseThrow();
    INDArray earlier = network.parameters().dup();
    GroupLearning.Outcome learnt =
        GroupLearning.fit(network, near, found.groups(), settings(), context);
    phases.add(learnt.phase());
    if (!learnt.hasAllGroups()) {
      network.parameters().assign(earlier);
      details.add(
          "The groups start from k-means on the codes: the encoder could not learn those of"
              + " neighbouring rows.");
      return Optional.empty();
    }
    details.add(found.sentence());
    return Optional.of(learnt.centres());
  }

  private float[] firstCentres() {
    PhaseTimer timer = new PhaseTimer(FIRST_CENTRES, 1, context);
    timer.begin();
    Matrix codes = autoencoder.map(a -> a.encode(set.rows(), context)).orElse(set.rows());
    float[] centres = new FirstCentres(set, context, centred).of(codes);
    phases.add(timer.end());
    return centres;
  }

  /** Whether {@link #keep} has something to keep. */
  boolean isUsable() {
    return hasEncoder || preTrained.state().isPresent();
  }

  /**
   * The best state of a start that was stopped, once the context knows that it ends early: that
   * after the last epoch of clustering, or else k-means on the codes of the best epoch of
   * pre-training.
   *
   * @param where it was stopped
   */
  Outcome keep(String where) {
    Optional<Checkpoint.State> best = clustered.state();
    if (best.isEmpty()) {
      return keepEncoder(where);
    }
    clustered.phase().ifPresent(phases::add);
    curve.addAll(clustered.curve());
    restore(best.get());
    int epoch = best.get().epoch();
    note(
        where,
        epoch == 0
            ? "the first centres are kept, since no epoch of clustering was complete"
            : "the state after epoch " + epoch + " is kept, the last complete one");
    return outcome(best.get().snapshot().centres(), epoch == 0 ? Double.NaN : best.get().loss());
  }

  private Outcome keepEncoder(String where) {
    String encoder = "";
    if (!hasEncoder) {
      Checkpoint.State best = preTrained.state().orElseThrow();
      preTrained.phase().ifPresent(phases::add);
      curve.addAll(preTrained.curve());
      restore(best);
      encoder = "the encoder of epoch " + best.epoch() + " is kept with ";
    }
    note(
        where,
        encoder
            + (encoder.isEmpty() ? "the first centres are kept" : "the first centres")
            + "; clustering had not begun");
    float[] centres =
        centred.state().map(state -> state.snapshot().centres()).orElseGet(this::firstCentres);
    return outcome(centres, Double.NaN);
  }

  private void note(String where, String kept) {
    notes.add(0, "Interrupted in " + where + ": " + kept + ".");
  }

  private void restore(Checkpoint.State best) {
    best.snapshot()
        .weights()
        .ifPresent(weights -> autoencoder.orElseThrow().parameters().assign(weights));
  }

  /**
   * Where the centres of a clustering layer start: with k-means on the codes, or at random.
   *
   * <p>The groups that k-means finds in the features were tried as a start too, alone and against
   * that of the codes by the smaller loss at the end. Averaged over seeds 42 to 46, for codes,
   * features and the choice between them: pendigits .77, .70 and .72, dry bean .83, .85 and .84,
   * digits .84, .85 and .84; the loss does not say which is better.
   */
  private static final class FirstCentres {
    private final TrainingSet set;
    private final TrainingContext context;
    private final Checkpoint best;

    /**
     * Prepares a search.
     *
     * @param best is offered each iteration of k-means on the codes
     */
    FirstCentres(TrainingSet set, TrainingContext context, Checkpoint best) {
      this.set = set;
      this.context = context;
      this.best = best;
    }

    /**
     * The centres, {@code clusters x code width}.
     *
     * @param codes of the rows
     */
    float[] of(Matrix codes) {
      String how = set.attributes().text(DecAttributes.CLUSTER_INIT);
      return how.equals(DecAttributes.RANDOM) ? random(codes) : kMeans(codes);
    }

    private int clusters() {
      return set.attributes().whole(ClusterAttributes.CLUSTERS);
    }

    private float[] kMeans(Matrix codes) {
      KMeans.Settings search =
          new KMeans.Settings(
              clusters(),
              set.attributes().whole(ClusterAttributes.KMEANS_INIT),
              KMeans.MOST_ITERATIONS,
              KMeans.TOLERANCE);
      return KMeans.fit(
              codes,
              search,
              set.attributes().wholeLong(CommonAttributes.SEED),
              context,
              (iteration, centres) ->
                  best.offer(
                      iteration.number(),
                      iteration.inertia(),
                      () -> new Checkpoint.Snapshot(Optional.empty(), centres.clone())))
          .centres();
    }

    /** Normal random numbers with the mean and deviation of each column of the codes. */
    private float[] random(Matrix codes) {
      Random random =
          new Random(
              new SplittableRandom(set.attributes().wholeLong(CommonAttributes.SEED)).nextLong());
      float[] centres = new float[clusters() * codes.columns()];
      float[][] columns = Points.of(codes).columns();
      for (int c = 0; c < columns.length; c++) {
        double mean = 0;
        for (float value : columns[c]) {
          mean += value / columns[c].length;
        }
        double variance = 0;
        for (float value : columns[c]) {
          variance += (value - mean) * (value - mean) / columns[c].length;
        }
        for (int j = 0; j < clusters(); j++) {
          centres[j * columns.length + c] =
              (float) (mean + Math.sqrt(variance) * random.nextGaussian());
        }
      }
      return centres;
    }
  }
}
