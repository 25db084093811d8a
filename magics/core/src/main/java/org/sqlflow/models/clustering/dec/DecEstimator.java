package org.sqlflow.models.clustering.dec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.sqlflow.models.Estimator;
import org.sqlflow.models.Findings;
import org.sqlflow.models.Findings.Start;
import org.sqlflow.models.Model;
import org.sqlflow.models.ModelContent;
import org.sqlflow.models.Requirement;
import org.sqlflow.models.RowSums;
import org.sqlflow.models.Task;
import org.sqlflow.models.Trained;
import org.sqlflow.models.TrainingContext;
import org.sqlflow.models.TrainingSet;
import org.sqlflow.models.TrainingSummary;
import org.sqlflow.models.TrainingSummary.Phase;
import org.sqlflow.models.attributes.AttributeDeclaration;
import org.sqlflow.models.attributes.AttributeValues;
import org.sqlflow.models.attributes.CommonAttributes;
import org.sqlflow.models.autoencoder.AutoencoderAttributes;
import org.sqlflow.models.autoencoder.PreTraining;
import org.sqlflow.models.autoencoder.PretrainedEncoder;
import org.sqlflow.models.clustering.ClusterAttributes;
import org.sqlflow.models.clustering.ClusterWarnings;
import org.sqlflow.models.clustering.FinalScores;
import org.sqlflow.models.clustering.judge.ClusterJudge;
import org.sqlflow.models.clustering.judge.PlainGroups;
import org.sqlflow.models.clustering.kmeans.ClusterSweep;
import org.sqlflow.models.clustering.manifold.Neighbourhoods;
import org.sqlflow.models.clusters.ClusterJudgement;
import org.sqlflow.models.clusters.ClusterOverview;
import org.sqlflow.models.training.AttributeNotes;
import org.sqlflow.models.training.MetricNames;
import org.sqlflow.models.training.PhaseTimer;
import org.sqlflow.models.training.TrainingRows;

/**
 * {@code clusterModel}: deep embedded clustering. An autoencoder is pre-trained, its encoder learns
 * {@link FirstGroups}, then encoder and centres are trained together.
 */
public final class DecEstimator implements Estimator {
  @Override
  public String name() {
    return "clusterModel";
  }

  @Override
  public List<String> aliases() {
    return List.of("DeepEmbeddingClusterModel", "sqlflow_models.DeepEmbeddingClusterModel");
  }

  @Override
  public String summary() {
    return "Deep embedded clustering: an autoencoder and cluster centres trained together.";
  }

  @Override
  public Task task() {
    return Task.CLUSTERING;
  }

  @Override
  public Set<Requirement> requirements() {
    return Set.of(Requirement.PASSES_OF_BATCHES, Requirement.SUMS_OVER_PARTITIONS);
  }

  @Override
  public List<AttributeDeclaration> ownAttributes() {
    return DecAttributes.declarations();
  }

  @Override
  public void validate(AttributeValues attributes, Optional<Model> base) {
    AutoencoderAttributes.validate(attributes);
    base.ifPresent(PretrainedEncoder::of);
  }

  @Override
  public long bytesPerRow(AttributeValues attributes, int features) {
    int code = AutoencoderAttributes.codeWidth(attributes, features);
    String start = attributes.text(DecAttributes.CLUSTER_INIT);
    boolean isManifold = start.equals(DecAttributes.AUTO) || start.equals(DecAttributes.MANIFOLD);
    return ClusterAttributes.bytesPerRow(attributes, features)
        + 2L * Float.BYTES * code
        + (isManifold ? Neighbourhoods.bytesPerRow(features) : 0);
  }

  @Override
  public Trained fit(TrainingSet set, TrainingContext context) {
    validate(set.attributes(), set.base());
    TrainingRows.check(set);
    return Run.run(this, set, context);
  }

  @Override
  public Model restore(ModelContent content) {
    return DecModel.restore(this, content);
  }

  /** One training: the choice of the number of clusters, the starts, and the summary. */
  private static final class Run {
    private static final String SCORES = "scores";

    /** How many epochs take about as long as k-means for the first centres. */
    private static final double SEARCH_EPOCHS = 4;

    /** The same for the search for neighbours: 6 on digits. */
    private static final double NEIGHBOUR_EPOCHS = 6;

    /** The same for the first groups and for the scores, whose time does not grow with the rows. */
    private static final double SAMPLED_EPOCHS = 150;

    private static final double SAMPLED_ROWS = 2000;

    /** The part of the scores' time that is left where plain groups are made beside a training. */
    private static final double SHARE_AFTER = 0.25;

    /** How many numbers of groups are tried in the time of the scores. */
    private static final double CANDIDATES_OF_SCORES = 6;

    private final DecEstimator estimator;
    private final TrainingContext context;
    private final PretrainCase clusterCase;
    private final ClusterSweep.Outcome sweep;
    private final TrainingSet set;
    private final List<Phase> phases = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    private Run(DecEstimator estimator, TrainingContext context, ClusterSweep.Outcome sweep) {
      this.estimator = estimator;
      this.context = context;
      this.sweep = sweep;
      this.set = sweep.set();
      this.clusterCase = PretrainCase.of(set);
    }

    static Trained run(DecEstimator estimator, TrainingSet set, TrainingContext context) {
      expectPhases(set, PretrainCase.of(set), context);
      return new Run(estimator, context, ClusterSweep.choose(set, context)).run();
    }

    /**
     * Says how long each phase takes, in epochs of pre-training. Phases on samples weigh less with
     * many rows.
     */
    private static void expectPhases(
        TrainingSet set, PretrainCase clusterCase, TrainingContext context) {
      int rows = set.rows().rows();
      int ofEpoch = set.rowsOfEpoch();
      double sampled = SAMPLED_EPOCHS * Math.min(1, SAMPLED_ROWS / rows);
      Map<String, Double> before = new LinkedHashMap<>();
      int candidates = ClusterSweep.candidates(set);
      before.put(ClusterSweep.PHASE, candidates * sampled / CANDIDATES_OF_SCORES);
      Map<String, Double> epochs = new LinkedHashMap<>();
      if (clusterCase.isPreTrained()) {
        epochs.put(
            PreTraining.PHASE,
            (double) AutoencoderAttributes.preTraining(set.attributes(), ofEpoch).epochs());
      }
      if (DecStart.mayLearn(set, clusterCase)) {
        epochs.put(Restarts.NEIGHBOURS, NEIGHBOUR_EPOCHS);
        epochs.put(DecStart.FIRST_GROUPS, sampled);
        epochs.put(
            GroupLearning.PHASE,
            (double)
                GroupLearning.epochs(
                    rows,
                    set.attributes().whole(AutoencoderAttributes.BATCH_SIZE),
                    candidates == 0 ? set.attributes().whole(ClusterAttributes.CLUSTERS) : 2));
      }
      epochs.put(DecStart.FIRST_CENTRES, SEARCH_EPOCHS);
      epochs.put(
          DeepEmbeddedClustering.PHASE,
          (double)
              DecAttributes.clustering(
                      set.with(ClusterAttributes.CLUSTERS, 2L).attributes(), ofEpoch)
                  .usualEpochs(ofEpoch));
      context.expect(
          before,
          epochs,
          set.attributes().whole(ClusterAttributes.RESTARTS),
          Map.of(SCORES, PlainGroups.areBeside(set.rows()) ? sampled * SHARE_AFTER : sampled));
    }

    /** How the starts compare, with each other and with plain k-means. */
    private record Scores(
        Map<String, Double> metrics, List<Start> starts, ClusterJudgement judgement) {}

    private Trained run() {
      try (PlainGroups plain =
          PlainGroups.beside(
              set.rows(),
              set.attributes().whole(ClusterAttributes.CLUSTERS),
              set.attributes().wholeLong(CommonAttributes.SEED))) {
        return run(plain);
      }
    }

    private Trained run(PlainGroups plain) {
      Restarts restarts = new Restarts(set, context, plain);
      DecStart.Outcome kept = restarts.run();
      sweep.phase().ifPresent(phases::add);
      phases.addAll(restarts.search());
      phases.addAll(kept.phases());
      phases.addAll(restarts.others());
      Scores scores =
          FinalScores.keeping(
              () -> measured(kept, restarts, plain), set.attributes(), context, notes);
      Map<String, String> withoutEffect = clusterCase.withoutEffect(set);
      notes.addAll(AttributeNotes.withoutEffect(set.attributes(), withoutEffect));
      notes.addAll(sweep.notes());
      Optional<Double> agreement = Optional.ofNullable(scores.metrics().get(MetricNames.AGREEMENT));
      notes.addAll(restarts.notes(agreement));
      notes.addAll(kept.notes());
      notes.addAll(
          0,
          ClusterWarnings.of(
              set,
              kept.groups(),
              Optional.ofNullable(scores.metrics().get(MetricNames.SILHOUETTE))
                  .map(OptionalDouble::of)
                  .orElse(OptionalDouble.empty()),
              scores.judgement()));
      TrainingSummary summary =
          new TrainingSummary(
                  set.all()
                      .filter(all -> !context.isEndingEarly())
                      .map(RowSums::shownRows)
                      .orElse(set.rows().rows()),
                  phases,
                  kept.curve(),
                  scores.metrics(),
                  used(kept, withoutEffect),
                  notes,
                  new Findings.Clustering(
                      kept.sizes(),
                      sweep.tried(),
                      scores.starts(),
                      ClusterOverview.NONE,
                      scores.judgement()))
              .withDetails(List.of(clusterCase.describe()))
              .withDetails(kept.details())
              .withDetails(restarts.details(agreement));
      return new Trained(
          new DecModel(estimator, set.featureNames(), kept.autoencoder(), kept.groups().centres()),
          summary);
    }

    private Scores measured(DecStart.Outcome kept, Restarts restarts, PlainGroups plain) {
      PhaseTimer timer = new PhaseTimer(SCORES, 1, restarts.last());
      timer.begin();
      Map<String, Double> metrics = new LinkedHashMap<>();
      ClusterJudge.Judged judged = ClusterJudge.of(set, kept.groups().groups(), plain, context);
      metrics.putAll(judged.metrics());
      if (!Double.isNaN(kept.loss())) {
        metrics.put(MetricNames.LOSS, kept.loss());
      }
      put(metrics, MetricNames.AGREEMENT, restarts.agreement());
      List<Start> starts = restarts.table(set.rows());
      phases.add(timer.end());
      return new Scores(metrics, starts, judged.judgement());
    }

    private static void put(Map<String, Double> scores, String name, OptionalDouble score) {
      score.ifPresent(value -> scores.put(name, value));
    }

    private Map<String, Object> used(DecStart.Outcome kept, Map<String, String> withoutEffect) {
      int rows = set.rowsOfEpoch();
      Map<String, Object> used = AttributeNotes.used(set.attributes(), withoutEffect);
      used.put(
          DecAttributes.UPDATE_INTERVAL,
          DecAttributes.clustering(set.attributes(), rows).updateInterval());
      kept.autoencoder().ifPresent(a -> used.put(AutoencoderAttributes.ENCODE_UNITS, a.units()));
      if (clusterCase.isPreTrained()) {
        used.put(
            AutoencoderAttributes.EPOCHS,
            AutoencoderAttributes.preTraining(set.attributes(), rows).epochs());
      }
      return used;
    }
  }
}
