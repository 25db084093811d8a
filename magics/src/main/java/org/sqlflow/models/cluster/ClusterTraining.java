package org.sqlflow.models.cluster;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.sqlflow.features.Matrix;
import org.sqlflow.models.CommonAttributes;
import org.sqlflow.models.Training;
import org.sqlflow.models.TrainingData;
import org.sqlflow.models.TrainingListener;
import org.sqlflow.models.TrainingStory;
import org.sqlflow.models.TrainingStory.CurvePoint;
import org.sqlflow.models.TrainingStory.Phase;

/** One training of a clusterModel: its phases, and the story of them. */
final class ClusterTraining {
  private final ClusterModelType type;
  private final TrainingData data;
  private final TrainingListener listener;
  private final ClusterCase clusterCase;
  private final Map<String, String> withoutEffect;
  private final List<Phase> phases = new ArrayList<>();
  private final List<CurvePoint> curve = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  ClusterTraining(ClusterModelType type, TrainingData data, TrainingListener listener) {
    this.type = type;
    this.data = data;
    this.listener = listener;
    this.clusterCase = ClusterCase.of(data);
    this.withoutEffect = clusterCase.withoutEffect(data);
  }

  Training run() {
    notes.add(clusterCase.describe());
    notes.addAll(Notes.withoutEffect(data.attributes(), withoutEffect));
    Optional<Autoencoder> autoencoder = autoencoder();
    float[] start = startCentres(autoencoder);
    DeepEmbeddedClustering.Settings settings =
        ClusterAttributes.clustering(data.attributes(), data.rows().rows());
    DeepEmbeddedClustering.Outcome outcome =
        DeepEmbeddedClustering.fit(autoencoder, data.rows(), start, settings, listener);
    phases.add(outcome.phase());
    curve.addAll(outcome.curve());
    notes.addAll(outcome.notes());
    Groups groups = Groups.bySize(outcome.groups(), outcome.centres(), settings.clusters());
    Map<String, Double> metrics = scores(groups);
    metrics.put(Metrics.LOSS, outcome.loss());
    notes.addAll(0, Warnings.of(groups.sizes(), metrics));
    TrainingStory story =
        new TrainingStory(
            data.rows().rows(),
            phases,
            curve,
            groups.sizes(),
            metrics,
            used(autoencoder, settings),
            notes);
    return new Training(
        new TrainedClusterModel(type, data.featureNames(), autoencoder, groups.centres()), story);
  }

  private Optional<Autoencoder> autoencoder() {
    if (!clusterCase.hasEncoder()) {
      return Optional.empty();
    }
    Autoencoder autoencoder = AutoencoderType.start(data);
    if (clusterCase.isPreTrained()) {
      PreTraining.Outcome outcome =
          PreTraining.fit(autoencoder, data.rows(), preTraining(), listener);
      phases.add(outcome.phase());
      curve.addAll(outcome.curve());
      notes.addAll(outcome.notes());
    }
    return Optional.of(autoencoder);
  }

  private PreTraining.Settings preTraining() {
    return AutoencoderAttributes.preTraining(data.attributes(), data.rows().rows());
  }

  private float[] startCentres(Optional<Autoencoder> autoencoder) {
    PhaseMeter meter = new PhaseMeter("first centres", 1, listener);
    meter.beginPass();
    Matrix codes = autoencoder.map(a -> a.encode(data.rows(), listener)).orElse(data.rows());
    float[] centres =
        data.attributes().text(ClusterAttributes.CLUSTER_INIT).equals(ClusterAttributes.RANDOM)
            ? randomCentres(codes)
            : kMeans(codes).centres();
    phases.add(meter.end());
    return centres;
  }

  private KMeans.Clustering kMeans(Matrix rows) {
    return KMeans.fit(
        rows,
        data.attributes().whole(ClusterAttributes.CLUSTERS),
        data.attributes().whole(ClusterAttributes.KMEANS_INIT),
        data.attributes().wholeLong(CommonAttributes.SEED),
        listener);
  }

  /** Normal random numbers with each code's mean and spread. */
  private float[] randomCentres(Matrix codes) {
    int clusters = data.attributes().whole(ClusterAttributes.CLUSTERS);
    var random =
        new java.util.Random(
            new SplittableRandom(data.attributes().wholeLong(CommonAttributes.SEED)).nextLong());
    float[] centres = new float[clusters * codes.columns()];
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
      for (int j = 0; j < clusters; j++) {
        centres[j * columns.length + c] =
            (float) (mean + Math.sqrt(variance) * random.nextGaussian());
      }
    }
    return centres;
  }

  private Map<String, Double> scores(Groups groups) {
    PhaseMeter meter = new PhaseMeter("scores", 1, listener);
    meter.beginPass();
    Map<String, Double> scores = new LinkedHashMap<>();
    put(scores, Metrics.SILHOUETTE, Silhouette.of(data.rows(), groups.groups(), listener));
    put(
        scores,
        Metrics.KMEANS_SILHOUETTE,
        Silhouette.of(data.rows(), kMeans(data.rows()).groups(), listener));
    phases.add(meter.end());
    return scores;
  }

  private static void put(Map<String, Double> scores, String name, OptionalDouble score) {
    score.ifPresent(value -> scores.put(name, value));
  }

  private Map<String, Object> used(
      Optional<Autoencoder> autoencoder, DeepEmbeddedClustering.Settings settings) {
    Map<String, Object> used = Notes.used(data.attributes(), withoutEffect);
    used.put(ClusterAttributes.UPDATE_INTERVAL, settings.updateInterval());
    autoencoder.ifPresent(a -> used.put(AutoencoderAttributes.ENCODE_UNITS, a.units()));
    if (clusterCase.isPreTrained()) {
      used.put(AutoencoderAttributes.EPOCHS, preTraining().epochs());
    }
    return used;
  }
}
