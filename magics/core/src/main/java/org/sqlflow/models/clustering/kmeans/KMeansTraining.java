package org.sqlflow.models.clustering.kmeans;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.DoubleStream;
import org.sqlflow.models.Training;
import org.sqlflow.models.TrainingData;
import org.sqlflow.models.TrainingListener;
import org.sqlflow.models.TrainingSummary;
import org.sqlflow.models.TrainingSummary.CurvePoint;
import org.sqlflow.models.TrainingSummary.Phase;
import org.sqlflow.models.attributes.CommonAttributes;
import org.sqlflow.models.clustering.ClusterSweep;
import org.sqlflow.models.clustering.Clusters;
import org.sqlflow.models.clustering.dec.DecAttributes;
import org.sqlflow.models.clustering.dec.Restarts;
import org.sqlflow.models.metrics.Silhouette;
import org.sqlflow.models.training.Checkpoint;
import org.sqlflow.models.training.MetricNames;
import org.sqlflow.models.training.PhaseTimer;
import org.sqlflow.models.training.TrainingMonitor;
import org.sqlflow.text.Text;

/** One training of kmeans, and the story of it: the curve is that of the start that was kept. */
final class KMeansTraining {
  private static final String PHASE = "k-means";
  private static final double WHOLE_TABLE = 0.95;

  private final KMeansEstimator type;
  private final TrainingMonitor watch;
  private final ClusterSweep.Outcome sweep;
  private final TrainingData data;
  private final KMeans.Settings settings;
  private final Checkpoint best;
  private final List<KMeans.Pass> passes = new ArrayList<>();
  private final List<Phase> phases = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  private KMeansTraining(KMeansEstimator type, TrainingMonitor watch, ClusterSweep.Outcome sweep) {
    this.type = type;
    this.watch = watch;
    this.sweep = sweep;
    this.data = sweep.data();
    this.settings = KMeansAttributes.settings(data.attributes());
    this.best = Checkpoint.smallestLoss(Restarts.isKept(data));
  }

  static Training run(KMeansEstimator type, TrainingData data, TrainingListener listener) {
    TrainingMonitor watch = new TrainingMonitor(listener);
    return new KMeansTraining(type, watch, ClusterSweep.choose(data, watch)).run();
  }

  private Training run() {
    sweep.phase().ifPresent(phases::add);
    notes.addAll(sweep.notes());
    KMeans.Clustering found = search();
    Clusters groups = Clusters.bySize(found.groups(), found.centres(), settings.clusters());
    Map<String, Double> metrics = scores(groups, found.inertia());
    note(found, groups);
    TrainingSummary story =
        new TrainingSummary(
            data.rows().rows(),
            phases,
            curve(found.start()),
            groups.sizes(),
            metrics,
            data.attributes().values(),
            notes,
            sweep.tried(),
            List.of());
    return new Training(new KMeansModel(type, data.featureNames(), groups.centres()), story);
  }

  private KMeans.Clustering search() {
    PhaseTimer meter = new PhaseTimer(PHASE, settings.starts(), watch);
    try {
      return KMeans.fit(
          data.rows(),
          settings,
          data.attributes().wholeLong(CommonAttributes.SEED),
          watch,
          (pass, centres) -> follow(pass, centres, meter));
    } catch (CancellationException stopped) {
      return kept().orElseThrow(() -> stopped);
    } finally {
      phases.add(meter.end());
    }
  }

  private void follow(KMeans.Pass pass, float[] centres, PhaseTimer meter) {
    if (pass.pass() == 1) {
      meter.beginPass();
    }
    passes.add(pass);
    best.offer(
        passes.size(),
        pass.inertia(),
        () -> new Checkpoint.Learnt(Optional.empty(), centres.clone()));
    meter.changed(pass.changedShare());
    meter.batch(data.rows().rows(), pass.inertia());
  }

  /** The centres with the smallest inertia of a search that was stopped, if there are any. */
  private Optional<KMeans.Clustering> kept() {
    return best.state()
        .map(
            state -> {
              watch.endsEarly();
              KMeans.Pass pass = passes.get(state.pass() - 1);
              notes.add(
                  Text.of(
                      "Interrupted in %s: the centres of pass %d of start %d are kept, those with"
                          + " the smallest inertia so far.",
                      watch.where(), pass.pass(), pass.start()));
              float[] centres = state.learnt().centres();
              int[] groups = new int[data.rows().rows()];
              NearestCentres.assign(data.rows(), centres, groups, new float[groups.length]);
              return new KMeans.Clustering(centres, groups, pass.inertia(), pass.start());
            });
  }

  private Map<String, Double> scores(Clusters groups, double inertia) {
    PhaseTimer meter = new PhaseTimer("scores", 1, watch);
    try {
      meter.begin();
      return metrics(groups, inertia);
    } catch (CancellationException stopped) {
      if (!Restarts.isKept(data) || watch.isEndingEarly()) {
        throw stopped;
      }
      notes.add(Text.of("Interrupted in %s: the training was complete.", watch.where()));
      watch.endsEarly();
      return metrics(groups, inertia);
    } finally {
      phases.add(meter.end());
    }
  }

  private Map<String, Double> metrics(Clusters groups, double inertia) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    Silhouette.of(data.rows(), groups.groups(), watch)
        .ifPresent(score -> metrics.put(MetricNames.SILHOUETTE, score));
    metrics.put(MetricNames.INERTIA, inertia);
    return metrics;
  }

  private List<CurvePoint> curve(int start) {
    return passes.stream()
        .filter(pass -> pass.start() == start)
        .map(pass -> new CurvePoint(PHASE, pass.pass(), pass.inertia(), pass.changedShare()))
        .toList();
  }

  private void note(KMeans.Clustering found, Clusters groups) {
    int starts = passes.get(passes.size() - 1).start();
    if (starts > 1) {
      notes.add(
          Text.of(
              "Start %d of %d is kept; %d ended within 1 %% of its inertia.",
              found.start(),
              starts,
              endings().filter(inertia -> inertia <= 1.01 * found.inertia()).count()));
    }
    List<CurvePoint> curve = curve(found.start());
    boolean isMoving = curve.get(curve.size() - 1).changedShare() > 0;
    if (isMoving && curve.size() > settings.mostPasses()) {
      notes.add(
          Text.of(
              "The centres still moved after %d passes: set a higher %s.",
              settings.mostPasses(), DecAttributes.MAX_ITERATIONS));
    }
    long largest = groups.sizes().get(0);
    if (largest > WHOLE_TABLE * data.rows().rows()) {
      notes.add(
          Text.of(
              "One group holds %d of %d rows: the others are a few rows far away. Try LOG(column)"
                  + " for amounts, or leave such rows out of the query.",
              largest, data.rows().rows()));
    }
  }

  /** The inertia at the end of each start. */
  private DoubleStream endings() {
    Map<Integer, Double> last = new LinkedHashMap<>();
    passes.forEach(pass -> last.put(pass.start(), pass.inertia()));
    return last.values().stream().mapToDouble(Double::doubleValue);
  }
}
