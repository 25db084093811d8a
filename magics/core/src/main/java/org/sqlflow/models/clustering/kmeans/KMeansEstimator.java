package org.sqlflow.models.clustering.kmeans;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.DoubleStream;
import org.sqlflow.models.ClusterJudgement;
import org.sqlflow.models.ClusterOverview;
import org.sqlflow.models.Estimator;
import org.sqlflow.models.Findings;
import org.sqlflow.models.Model;
import org.sqlflow.models.ModelContent;
import org.sqlflow.models.ModelException;
import org.sqlflow.models.Requirement;
import org.sqlflow.models.Task;
import org.sqlflow.models.Trained;
import org.sqlflow.models.TrainingContext;
import org.sqlflow.models.TrainingSet;
import org.sqlflow.models.TrainingSummary;
import org.sqlflow.models.TrainingSummary.CurvePoint;
import org.sqlflow.models.TrainingSummary.Phase;
import org.sqlflow.models.attributes.AttributeDeclaration;
import org.sqlflow.models.attributes.AttributeType.Real;
import org.sqlflow.models.attributes.AttributeType.Whole;
import org.sqlflow.models.attributes.AttributeValues;
import org.sqlflow.models.attributes.CommonAttributes;
import org.sqlflow.models.clustering.ClusterAttributes;
import org.sqlflow.models.clustering.ClusterWarnings;
import org.sqlflow.models.clustering.Clusters;
import org.sqlflow.models.metrics.NeighbourAgreement;
import org.sqlflow.models.metrics.Silhouette;
import org.sqlflow.models.training.Checkpoint;
import org.sqlflow.models.training.MetricNames;
import org.sqlflow.models.training.PhaseTimer;
import org.sqlflow.models.training.TrainingRows;
import org.sqlflow.text.Text;

/** {@code kmeans}: plain k-means on the scaled features, what every other clustering must beat. */
public final class KMeansEstimator implements Estimator {
  @Override
  public String name() {
    return "kmeans";
  }

  @Override
  public List<String> aliases() {
    return List.of();
  }

  @Override
  public String summary() {
    return "K-means on the scaled features, from k-means++ starts; the best start is kept.";
  }

  @Override
  public Task task() {
    return Task.CLUSTERING;
  }

  /** Those that clusterModel has too have the same names. */
  @Override
  public List<AttributeDeclaration> ownAttributes() {
    return List.of(
        AttributeDeclaration.ofModel(
            ClusterAttributes.CLUSTERS,
            ClusterAttributes.CANDIDATES,
            10L,
            "number of groups, or the numbers to choose from",
            "n_clusters",
            "center_count",
            "model.center_count"),
        AttributeDeclaration.ofModel(
            ClusterAttributes.KMEANS_INIT,
            new Whole(1, 10_000),
            20L,
            "number of starts; the one with the smallest sum of squared distances is kept",
            "kmeans_init",
            ClusterAttributes.RESTARTS),
        AttributeDeclaration.ofModel(
            ClusterAttributes.MAX_ITERATIONS,
            new Whole(1, 1_000_000),
            (long) KMeans.MOST_ITERATIONS,
            "maximum number of iterations of each start"),
        AttributeDeclaration.ofModel(
            ClusterAttributes.TOLERANCE,
            new Real(0, 1),
            KMeans.TOLERANCE,
            "a start ends when the centres move less than this share of the features' variance"));
  }

  @Override
  public void validate(AttributeValues attributes, Optional<Model> base) {
    if (base.isPresent()) {
      throw new ModelException(
          "kmeans cannot start from an earlier model: leave out USING, or train a clusterModel,"
              + " which can start from an encoder");
    }
  }

  @Override
  public long bytesPerRow(AttributeValues attributes, int features) {
    return ClusterAttributes.bytesPerRow(attributes, features);
  }

  @Override
  public Set<Requirement> requirements() {
    return Set.of(Requirement.SUMS_OVER_PARTITIONS);
  }

  @Override
  public Trained fit(TrainingSet set, TrainingContext context) {
    validate(set.attributes(), set.base());
    TrainingRows.check(set);
    return new Run(this, context, ClusterSweep.choose(set, context)).run();
  }

  @Override
  public Model restore(ModelContent content) {
    return KMeansModel.restore(this, content);
  }

  /** One training; its curve is that of the start that was kept. */
  private static final class Run {
    private static final String PHASE = "k-means";
    private final KMeansEstimator estimator;
    private final TrainingContext context;
    private final ClusterSweep.Outcome sweep;
    private final TrainingSet set;
    private final KMeans.Settings settings;
    private final boolean keeps;
    private final Checkpoint best;
    private final List<KMeans.Iteration> iterations = new ArrayList<>();
    private final List<Phase> phases = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private ClusterJudgement judgement = ClusterJudgement.UNKNOWN;

    private Run(KMeansEstimator estimator, TrainingContext context, ClusterSweep.Outcome sweep) {
      this.estimator = estimator;
      this.context = context;
      this.sweep = sweep;
      this.set = sweep.set();
      AttributeValues attributes = set.attributes();
      this.settings =
          new KMeans.Settings(
              attributes.whole(ClusterAttributes.CLUSTERS),
              attributes.whole(ClusterAttributes.KMEANS_INIT),
              attributes.whole(ClusterAttributes.MAX_ITERATIONS),
              attributes.real(ClusterAttributes.TOLERANCE));
      this.keeps = CommonAttributes.keepsOnInterrupt(attributes);
      this.best = Checkpoint.smallestLoss(keeps);
    }

    private Trained run() {
      sweep.phase().ifPresent(phases::add);
      notes.addAll(sweep.notes());
      KMeans.Clustering found = search();
      Clusters clusters = Clusters.bySize(found.groups(), found.centres(), settings.clusters());
      Map<String, Double> metrics = scores(clusters, found.inertia());
      note(found);
      Double silhouette = metrics.get(MetricNames.SILHOUETTE);
      notes.addAll(
          0,
          ClusterWarnings.of(
              set,
              clusters,
              silhouette == null ? OptionalDouble.empty() : OptionalDouble.of(silhouette),
              judgement));
      TrainingSummary summary =
          new TrainingSummary(
              set.rows().rows(),
              phases,
              curve(found.start()),
              metrics,
              set.attributes().values(),
              notes,
              new Findings.Clustering(
                  clusters.sizes(), sweep.tried(), List.of(), ClusterOverview.NONE, judgement))
              .withDetails(details(found));
      return new Trained(
          new KMeansModel(estimator, set.featureNames(), clusters.centres()), summary);
    }

    private KMeans.Clustering search() {
      PhaseTimer timer = new PhaseTimer(PHASE, "start", settings.starts(), context);
      try {
        return KMeans.fit(
            set.rows(),
            settings,
            set.attributes().wholeLong(CommonAttributes.SEED),
            context,
            (iteration, centres) -> follow(iteration, centres, timer));
      } catch (CancellationException stopped) {
        return kept().orElseThrow(() -> stopped);
      } finally {
        phases.add(timer.end());
      }
    }

    private void follow(KMeans.Iteration iteration, float[] centres, PhaseTimer timer) {
      if (iteration.number() == 1) {
        timer.beginStep();
      }
      iterations.add(iteration);
      best.offer(
          iterations.size(),
          iteration.inertia(),
          () -> new Checkpoint.Snapshot(Optional.empty(), centres.clone()));
      timer.changed(iteration.changedShare());
      timer.batch(set.rows().rows(), iteration.inertia());
    }

    /** The centres with the smallest inertia of a search that was stopped, if there are any. */
    private Optional<KMeans.Clustering> kept() {
      return best.state()
          .map(
              state -> {
                context.endEarly();
                KMeans.Iteration iteration = iterations.get(state.epoch() - 1);
                notes.add(
                    Text.of(
                        "Interrupted in %s: the centres of iteration %d of start %d are kept, those"
                            + " with the smallest inertia so far.",
                        context.where(), iteration.number(), iteration.start()));
                float[] centres = state.snapshot().centres();
                int[] groups = new int[set.rows().rows()];
                NearestCentres.assign(set.rows(), centres, groups, new float[groups.length]);
                return new KMeans.Clustering(
                    centres, groups, iteration.inertia(), iteration.start());
              });
    }

    private Map<String, Double> scores(Clusters clusters, double inertia) {
      PhaseTimer timer = new PhaseTimer("scores", 1, context);
      try {
        timer.begin();
        return metrics(clusters, inertia);
      } catch (CancellationException stopped) {
        if (!keeps || context.isEndingEarly()) {
          throw stopped;
        }
        notes.add(Text.of("Interrupted in %s: the training was complete.", context.where()));
        context.endEarly();
        return metrics(clusters, inertia);
      } finally {
        phases.add(timer.end());
      }
    }

    private Map<String, Double> metrics(Clusters clusters, double inertia) {
      Map<String, Double> metrics = new LinkedHashMap<>();
      Silhouette.of(set.rows(), clusters.groups(), context)
          .ifPresent(score -> metrics.put(MetricNames.SILHOUETTE, score));
      NeighbourAgreement.in(set.rows(), context)
          .of(clusters.groups())
          .ifPresent(score -> metrics.put(MetricNames.NEIGHBOURS, score));
      judgement =
          WithoutGroups.of(
                  set.rows(),
                  settings.clusters(),
                  set.attributes().wholeLong(CommonAttributes.SEED),
                  context)
              .map(crowd -> new ClusterJudgement(crowd, ClusterJudgement.Beside.NONE))
              .orElse(ClusterJudgement.UNKNOWN);
      metrics.put(MetricNames.INERTIA, inertia);
      return metrics;
    }

    private List<CurvePoint> curve(int start) {
      return iterations.stream()
          .filter(iteration -> iteration.start() == start)
          .map(i -> new CurvePoint(PHASE, i.number(), i.inertia(), i.changedShare()))
          .toList();
    }

    /** Which start was kept. */
    private List<String> details(KMeans.Clustering found) {
      int starts = iterations.get(iterations.size() - 1).start();
      return starts == 1
          ? List.of()
          : List.of(
              Text.of(
                  "Start %d of %d is kept; %d ended within 1 %% of its inertia.",
                  found.start(),
                  starts,
                  endings().filter(inertia -> inertia <= 1.01 * found.inertia()).count()));
    }

    private void note(KMeans.Clustering found) {
      List<CurvePoint> curve = curve(found.start());
      boolean isMoving = curve.get(curve.size() - 1).changedShare() > 0;
      if (isMoving && curve.size() > settings.mostIterations()) {
        notes.add(
            Text.of(
                "The centres still moved after %d iterations: set a higher %s.",
                settings.mostIterations(), ClusterAttributes.MAX_ITERATIONS));
      }
    }

    /** The inertia at the end of each start. */
    private DoubleStream endings() {
      Map<Integer, Double> last = new LinkedHashMap<>();
      iterations.forEach(iteration -> last.put(iteration.start(), iteration.inertia()));
      return last.values().stream().mapToDouble(Double::doubleValue);
    }
  }
}
