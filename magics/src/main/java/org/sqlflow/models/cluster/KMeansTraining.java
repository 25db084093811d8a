package org.sqlflow.models.cluster;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.sqlflow.models.CommonAttributes;
import org.sqlflow.models.Training;
import org.sqlflow.models.TrainingData;
import org.sqlflow.models.TrainingListener;
import org.sqlflow.models.TrainingStory;
import org.sqlflow.models.TrainingStory.CurvePoint;
import org.sqlflow.models.TrainingStory.Phase;
import org.sqlflow.text.Text;

/** One training of kmeans, and the story of it: the curve is that of the start that was kept. */
final class KMeansTraining {
  private static final String PHASE = "k-means";
  private static final double WHOLE_TABLE = 0.95;

  private final KMeansType type;
  private final TrainingData data;
  private final TrainingListener listener;
  private final KMeans.Settings settings;
  private final List<KMeans.Pass> passes = new ArrayList<>();

  KMeansTraining(KMeansType type, TrainingData data, TrainingListener listener) {
    this.type = type;
    this.data = data;
    this.listener = listener;
    this.settings = KMeansAttributes.settings(data.attributes());
  }

  Training run() {
    PhaseMeter meter = new PhaseMeter(PHASE, settings.starts(), listener);
    KMeans.Clustering found =
        KMeans.fit(
            data.rows(),
            settings,
            data.attributes().wholeLong(CommonAttributes.SEED),
            listener,
            pass -> follow(pass, meter));
    Phase search = meter.end();
    Groups groups = Groups.bySize(found.groups(), found.centres(), settings.clusters());
    PhaseMeter scores = new PhaseMeter("scores", 1, listener);
    scores.beginPass();
    Map<String, Double> metrics = metrics(groups, found.inertia());
    TrainingStory story =
        new TrainingStory(
            data.rows().rows(),
            List.of(search, scores.end()),
            curve(found.start()),
            groups.sizes(),
            metrics,
            data.attributes().values(),
            notes(found, groups));
    return new Training(new TrainedKMeans(type, data.featureNames(), groups.centres()), story);
  }

  private void follow(KMeans.Pass pass, PhaseMeter meter) {
    if (pass.pass() == 1) {
      meter.beginPass();
    }
    meter.changed(pass.changedShare());
    meter.batch(data.rows().rows(), pass.inertia());
    passes.add(pass);
  }

  private Map<String, Double> metrics(Groups groups, double inertia) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    Silhouette.of(data.rows(), groups.groups(), listener)
        .ifPresent(score -> metrics.put(Metrics.SILHOUETTE, score));
    metrics.put(Metrics.INERTIA, inertia);
    return metrics;
  }

  private List<CurvePoint> curve(int start) {
    return passes.stream()
        .filter(pass -> pass.start() == start)
        .map(pass -> new CurvePoint(PHASE, pass.pass(), pass.inertia(), pass.changedShare()))
        .toList();
  }

  private List<String> notes(KMeans.Clustering found, Groups groups) {
    List<String> notes = new ArrayList<>();
    if (settings.starts() > 1) {
      notes.add(
          Text.of(
              "Start %d of %d is kept; %d ended within 1 %% of its inertia.",
              found.start(),
              settings.starts(),
              endings().filter(inertia -> inertia <= 1.01 * found.inertia()).count()));
    }
    List<CurvePoint> curve = curve(found.start());
    boolean isMoving = curve.get(curve.size() - 1).changedShare() > 0;
    if (isMoving && curve.size() > settings.mostPasses()) {
      notes.add(
          Text.of(
              "The centres still moved after %d passes: set a higher %s.",
              settings.mostPasses(), ClusterAttributes.MAX_ITERATIONS));
    }
    long largest = groups.sizes().get(0);
    if (largest > WHOLE_TABLE * data.rows().rows()) {
      notes.add(
          Text.of(
              "One group holds %d of %d rows: the others are a few rows far away. Try LOG(column)"
                  + " for amounts, or leave such rows out of the query.",
              largest, data.rows().rows()));
    }
    return notes;
  }

  /** The inertia at the end of each start. */
  private DoubleStream endings() {
    Map<Integer, Double> last = new LinkedHashMap<>();
    passes.forEach(pass -> last.put(pass.start(), pass.inertia()));
    return last.values().stream().mapToDouble(Double::doubleValue);
  }
}
