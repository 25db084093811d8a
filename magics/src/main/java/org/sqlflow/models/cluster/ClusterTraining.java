package org.sqlflow.models.cluster;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CancellationException;
import org.sqlflow.models.CommonAttributes;
import org.sqlflow.models.Training;
import org.sqlflow.models.TrainingData;
import org.sqlflow.models.TrainingListener;
import org.sqlflow.models.TrainingStory;
import org.sqlflow.models.TrainingStory.Phase;
import org.sqlflow.models.TrainingStory.Start;
import org.sqlflow.models.TrainingWatch;
import org.sqlflow.text.Text;

/** One training of a clusterModel: the number of groups, its starts, and the story of them. */
final class ClusterTraining {
  private final ClusterModelType type;
  private final TrainingWatch watch;
  private final ClusterCase clusterCase;
  private final ClusterSweep.Outcome sweep;
  private final TrainingData data;
  private final List<Phase> phases = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  private ClusterTraining(ClusterModelType type, TrainingWatch watch, ClusterSweep.Outcome sweep) {
    this.type = type;
    this.watch = watch;
    this.sweep = sweep;
    this.data = sweep.data();
    this.clusterCase = ClusterCase.of(data);
  }

  static Training run(ClusterModelType type, TrainingData data, TrainingListener listener) {
    TrainingWatch watch = new TrainingWatch(listener);
    return new ClusterTraining(type, watch, ClusterSweep.choose(data, watch)).run();
  }

  /** How the starts compare, with each other and with plain k-means. */
  private record Scores(Map<String, Double> metrics, List<Start> starts) {}

  private Training run() {
    Restarts restarts = new Restarts(data, watch);
    ClusterStart.Outcome kept = restarts.run();
    sweep.phase().ifPresent(phases::add);
    phases.addAll(kept.phases());
    phases.addAll(restarts.others());
    Scores scores = scores(kept, restarts);
    Map<String, String> withoutEffect = clusterCase.withoutEffect(data);
    notes.add(clusterCase.describe());
    notes.addAll(Notes.withoutEffect(data.attributes(), withoutEffect));
    notes.addAll(sweep.notes());
    notes.addAll(restarts.notes(Optional.ofNullable(scores.metrics().get(Metrics.AGREEMENT))));
    notes.addAll(kept.notes());
    notes.addAll(0, Warnings.of(kept.groups().sizes(), scores.metrics()));
    TrainingStory story =
        new TrainingStory(
            data.rows().rows(),
            phases,
            kept.curve(),
            kept.groups().sizes(),
            scores.metrics(),
            used(kept, withoutEffect),
            notes,
            sweep.tried(),
            scores.starts());
    return new Training(
        new TrainedClusterModel(
            type, data.featureNames(), kept.autoencoder(), kept.groups().centres()),
        story);
  }

  private Scores scores(ClusterStart.Outcome kept, Restarts restarts) {
    try {
      return measured(kept, restarts);
    } catch (CancellationException stopped) {
      if (!Restarts.isKept(data) || watch.isEndingEarly()) {
        throw stopped;
      }
      notes.add(Text.of("Interrupted in %s: the training was complete.", watch.where()));
      watch.endsEarly();
      return measured(kept, restarts);
    }
  }

  private Scores measured(ClusterStart.Outcome kept, Restarts restarts) {
    PhaseMeter meter = new PhaseMeter("scores", 1, restarts.last());
    meter.begin();
    Map<String, Double> metrics = new LinkedHashMap<>();
    put(metrics, Metrics.SILHOUETTE, Silhouette.of(data.rows(), kept.groups().groups(), watch));
    put(metrics, Metrics.KMEANS_SILHOUETTE, Silhouette.of(data.rows(), kMeans(), watch));
    if (!Double.isNaN(kept.loss())) {
      metrics.put(Metrics.LOSS, kept.loss());
    }
    put(metrics, Metrics.AGREEMENT, restarts.agreement());
    List<Start> starts = restarts.table(data.rows());
    phases.add(meter.end());
    return new Scores(metrics, starts);
  }

  private static void put(Map<String, Double> scores, String name, OptionalDouble score) {
    score.ifPresent(value -> scores.put(name, value));
  }

  private int[] kMeans() {
    return KMeans.fit(
            data.rows(),
            data.attributes().whole(ClusterAttributes.CLUSTERS),
            data.attributes().whole(ClusterAttributes.KMEANS_INIT),
            data.attributes().wholeLong(CommonAttributes.SEED),
            watch)
        .groups();
  }

  private Map<String, Object> used(ClusterStart.Outcome kept, Map<String, String> withoutEffect) {
    int rows = data.rows().rows();
    Map<String, Object> used = Notes.used(data.attributes(), withoutEffect);
    used.put(
        ClusterAttributes.UPDATE_INTERVAL,
        ClusterAttributes.clustering(data.attributes(), rows).updateInterval());
    kept.autoencoder().ifPresent(a -> used.put(AutoencoderAttributes.ENCODE_UNITS, a.units()));
    if (clusterCase.isPreTrained()) {
      used.put(
          AutoencoderAttributes.EPOCHS,
          AutoencoderAttributes.preTraining(data.attributes(), rows).epochs());
    }
    return used;
  }
}
