package org.sqlflow.models.clustering.dec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CancellationException;
import org.sqlflow.models.Training;
import org.sqlflow.models.TrainingData;
import org.sqlflow.models.TrainingListener;
import org.sqlflow.models.TrainingSummary;
import org.sqlflow.models.TrainingSummary.Phase;
import org.sqlflow.models.TrainingSummary.Start;
import org.sqlflow.models.attributes.CommonAttributes;
import org.sqlflow.models.autoencoder.AutoencoderAttributes;
import org.sqlflow.models.clustering.ClusterSweep;
import org.sqlflow.models.clustering.ClusterWarnings;
import org.sqlflow.models.clustering.kmeans.KMeans;
import org.sqlflow.models.metrics.Silhouette;
import org.sqlflow.models.training.AttributeNotes;
import org.sqlflow.models.training.MetricNames;
import org.sqlflow.models.training.PhaseTimer;
import org.sqlflow.models.training.TrainingMonitor;
import org.sqlflow.text.Text;

/** One training of a clusterModel: the number of groups, its starts, and the story of them. */
final class DecTraining {
  private final DecEstimator type;
  private final TrainingMonitor watch;
  private final PretrainCase clusterCase;
  private final ClusterSweep.Outcome sweep;
  private final TrainingData data;
  private final List<Phase> phases = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  private DecTraining(DecEstimator type, TrainingMonitor watch, ClusterSweep.Outcome sweep) {
    this.type = type;
    this.watch = watch;
    this.sweep = sweep;
    this.data = sweep.data();
    this.clusterCase = PretrainCase.of(data);
  }

  static Training run(DecEstimator type, TrainingData data, TrainingListener listener) {
    TrainingMonitor watch = new TrainingMonitor(listener);
    return new DecTraining(type, watch, ClusterSweep.choose(data, watch)).run();
  }

  /** How the starts compare, with each other and with plain k-means. */
  private record Scores(Map<String, Double> metrics, List<Start> starts) {}

  private Training run() {
    Restarts restarts = new Restarts(data, watch);
    DecStart.Outcome kept = restarts.run();
    sweep.phase().ifPresent(phases::add);
    phases.addAll(kept.phases());
    phases.addAll(restarts.others());
    Scores scores = scores(kept, restarts);
    Map<String, String> withoutEffect = clusterCase.withoutEffect(data);
    notes.add(clusterCase.describe());
    notes.addAll(AttributeNotes.withoutEffect(data.attributes(), withoutEffect));
    notes.addAll(sweep.notes());
    notes.addAll(restarts.notes(Optional.ofNullable(scores.metrics().get(MetricNames.AGREEMENT))));
    notes.addAll(kept.notes());
    notes.addAll(0, ClusterWarnings.of(kept.groups().sizes(), scores.metrics()));
    TrainingSummary story =
        new TrainingSummary(
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
        new DecModel(type, data.featureNames(), kept.autoencoder(), kept.groups().centres()),
        story);
  }

  private Scores scores(DecStart.Outcome kept, Restarts restarts) {
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

  private Scores measured(DecStart.Outcome kept, Restarts restarts) {
    PhaseTimer meter = new PhaseTimer("scores", 1, restarts.last());
    meter.begin();
    Map<String, Double> metrics = new LinkedHashMap<>();
    put(metrics, MetricNames.SILHOUETTE, Silhouette.of(data.rows(), kept.groups().groups(), watch));
    put(metrics, MetricNames.KMEANS_SILHOUETTE, Silhouette.of(data.rows(), kMeans(), watch));
    if (!Double.isNaN(kept.loss())) {
      metrics.put(MetricNames.LOSS, kept.loss());
    }
    put(metrics, MetricNames.AGREEMENT, restarts.agreement());
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
            data.attributes().whole(DecAttributes.CLUSTERS),
            data.attributes().whole(DecAttributes.KMEANS_INIT),
            data.attributes().wholeLong(CommonAttributes.SEED),
            watch)
        .groups();
  }

  private Map<String, Object> used(DecStart.Outcome kept, Map<String, String> withoutEffect) {
    int rows = data.rows().rows();
    Map<String, Object> used = AttributeNotes.used(data.attributes(), withoutEffect);
    used.put(
        DecAttributes.UPDATE_INTERVAL,
        DecAttributes.clustering(data.attributes(), rows).updateInterval());
    kept.autoencoder().ifPresent(a -> used.put(AutoencoderAttributes.ENCODE_UNITS, a.units()));
    if (clusterCase.isPreTrained()) {
      used.put(
          AutoencoderAttributes.EPOCHS,
          AutoencoderAttributes.preTraining(data.attributes(), rows).epochs());
    }
    return used;
  }
}
