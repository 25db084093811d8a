package org.sqlflow.models.clustering.spectral;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sqlflow.data.Matrix;
import org.sqlflow.models.Estimator;
import org.sqlflow.models.Findings;
import org.sqlflow.models.Model;
import org.sqlflow.models.ModelContent;
import org.sqlflow.models.ModelException;
import org.sqlflow.models.Task;
import org.sqlflow.models.Trained;
import org.sqlflow.models.TrainingContext;
import org.sqlflow.models.TrainingSet;
import org.sqlflow.models.TrainingSummary;
import org.sqlflow.models.TrainingSummary.Phase;
import org.sqlflow.models.attributes.AttributeDeclaration;
import org.sqlflow.models.attributes.AttributeType.Whole;
import org.sqlflow.models.attributes.AttributeValues;
import org.sqlflow.models.attributes.CommonAttributes;
import org.sqlflow.models.clustering.ClusterAttributes;
import org.sqlflow.models.clustering.Clusters;
import org.sqlflow.models.clustering.FinalScores;
import org.sqlflow.models.clustering.centres.KMeans;
import org.sqlflow.models.clustering.centres.NearestCentres;
import org.sqlflow.models.clustering.judge.ClusterJudge;
import org.sqlflow.models.clustering.kmeans.KMeansSearch;
import org.sqlflow.models.clustering.landmarks.Landmarks;
import org.sqlflow.models.clustering.landmarks.SpectralMap;
import org.sqlflow.models.clusters.ClusterOverview;
import org.sqlflow.models.training.PhaseTimer;
import org.sqlflow.text.Text;

/**
 * {@code spectral}: spectral clustering through landmarks (Cai and Chen 2011), linear in the rows.
 * Finds groups of any shape, such as rings and spirals, if gaps divide them.
 *
 * <p>Its defaults were set on 17 tables of known groups, mean ARI of 3 seeds on ten real ones and
 * on seven shapes. 500 landmarks .337 and .981; 250 .344 and .980; 1000 .305 on the real ones. 5
 * neighbors .337 and .981; 3 .285 and .970; 7 .315 and .981; 10 .336 and .980. Landmarks for a
 * quarter of the rows where there are few .345 and .979, for a half .337 and .981, for 70 % .337
 * and .981.
 */
public final class SpectralEstimator implements Estimator {
  static final String LANDMARKS = "model.landmarks";
  static final String NEIGHBORS = "model.neighbors";
  private static final String LANDMARKS_PHASE = "landmarks";
  private static final String MAP_PHASE = "map";
  private static final int MOST_LANDMARKS = 5000;
  private static final int LANDMARKS_BY_DEFAULT = 500;

  @Override
  public String name() {
    return "spectral";
  }

  @Override
  public String summary() {
    return "Spectral clustering through landmarks: finds groups of any shape that gaps divide.";
  }

  @Override
  public Task task() {
    return Task.CLUSTERING;
  }

  @Override
  public List<AttributeDeclaration> ownAttributes() {
    return List.of(
        AttributeDeclaration.ofModel(
            ClusterAttributes.CLUSTERS,
            new Whole(2, MOST_LANDMARKS),
            10L,
            "number of groups",
            "n_clusters"),
        AttributeDeclaration.ofModel(
            LANDMARKS,
            new Whole(2, MOST_LANDMARKS),
            null,
            "points that represent the rows; default: 500, or half the rows if that is less"),
        AttributeDeclaration.ofModel(
            NEIGHBORS,
            new Whole(2, 100),
            (long) Landmarks.NEIGHBOURS,
            "nearest landmarks that a row is connected to; fewer divide the rows more"),
        AttributeDeclaration.ofModel(
            ClusterAttributes.KMEANS_INIT,
            new Whole(1, 10_000),
            10L,
            "number of k-means starts on the map; the one with the smallest sum of squared"
                + " distances is kept",
            "kmeans_init",
            ClusterAttributes.RESTARTS));
  }

  @Override
  public void validate(AttributeValues attributes, Optional<Model> base) {
    ClusterAttributes.refuseBase(name(), base);
  }

  /** Besides k-means: the place on the map, the nearest landmarks and the row's part in each. */
  @Override
  public long bytesPerRow(AttributeValues attributes, int features) {
    long clusters = attributes.whole(ClusterAttributes.CLUSTERS);
    long neighbors = attributes.whole(NEIGHBORS);
    return ClusterAttributes.bytesPerRow(attributes, features)
        + Float.BYTES * (3 * clusters + 2 * neighbors);
  }

  @Override
  public Trained fit(TrainingSet set, TrainingContext context) {
    validate(set.attributes(), set.base());
    int clusters = set.attributes().whole(ClusterAttributes.CLUSTERS);
    ClusterAttributes.checkClusters(set, clusters);
    ClusterAttributes.checkAssignments(set.rows().rows(), clusters);
    return new Run(this, set, clusters, context).run();
  }

  @Override
  public Model restore(ModelContent content) {
    return SpectralModel.restore(this, content);
  }

  /** One training; its curve is that of the k-means start that was kept. */
  private static final class Run {
    private final SpectralEstimator estimator;
    private final TrainingSet set;
    private final int clusters;
    private final long seed;
    private final TrainingContext context;
    private final KMeansSearch search;
    private final List<Phase> phases = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    private Run(
        SpectralEstimator estimator, TrainingSet set, int clusters, TrainingContext context) {
      this.estimator = estimator;
      this.set = set;
      this.clusters = clusters;
      this.seed = set.attributes().wholeLong(CommonAttributes.SEED);
      this.context = context;
      this.search = new KMeansSearch(set, context);
    }

    /**
     * Says how long each phase takes, as measured on 900 rows, in units of the time that a start of
     * k-means takes for a row.
     */
    private void expect() {
      double rows = set.rows().rows();
      Map<String, Double> expected = new LinkedHashMap<>();
      expected.put(LANDMARKS_PHASE, 50 * Math.min(rows, 10.0 * LANDMARKS_BY_DEFAULT));
      expected.put(MAP_PHASE, 150 * rows);
      expected.put(
          KMeansSearch.PHASE, rows * set.attributes().whole(ClusterAttributes.KMEANS_INIT));
      context.expect(expected, Map.of(FinalScores.PHASE, FinalScores.weight(set.rows().rows())));
    }

    private Trained run() {
      expect();
      SpectralMap map = map(landmarks());
      Matrix places = map.places(set.rows());
      KMeans.Clustering found =
          search.run(
              places,
              new KMeans.Settings(
                  clusters,
                  set.attributes().whole(ClusterAttributes.KMEANS_INIT),
                  KMeans.MOST_ITERATIONS,
                  KMeans.TOLERANCE),
              phases,
              notes);
      Clusters ordered =
          Clusters.bySize(NearestCentres.of(places, found.centres()), found.centres(), clusters);
      ClusterJudge.Judged judged =
          FinalScores.of(
              () -> ClusterJudge.of(set, ordered.groups(), clusters, context),
              set.attributes(),
              context,
              phases,
              notes);
      notes.addAll(0, judged.warnings(set, ordered, false));
      double spread = found.inertia() / ((double) set.rows().rows() * clusters);
      TrainingSummary summary =
          new TrainingSummary(
              set.rows().rows(),
              phases,
              search.curve(found.start()),
              judged.metrics(),
              set.with(LANDMARKS, (long) map.landmarks().count()).attributes().values(),
              notes,
              new Findings.Clustering(
                  ordered.sizes(), List.of(), List.of(), ClusterOverview.NONE, judged.judgement()));
      return new Trained(
          new SpectralModel(estimator, set.featureNames(), map, ordered.centres(), spread),
          summary);
    }

    /** Centres of a quick k-means on a sample. */
    private Landmarks landmarks() {
      Matrix rows = set.rows();
      int wanted =
          set.attributes().isGiven(LANDMARKS)
              ? set.attributes().whole(LANDMARKS)
              : Math.max(2 * clusters, Math.min(LANDMARKS_BY_DEFAULT, rows.rows() / 2));
      if (wanted < clusters) {
        throw new ModelException(
            Text.of(
                "%d landmarks cannot make %d groups: set a higher %s", wanted, clusters, LANDMARKS),
            LANDMARKS);
      }
      PhaseTimer timer = new PhaseTimer(LANDMARKS_PHASE, 1, context);
      timer.begin();
      Landmarks landmarks =
          Landmarks.of(rows, wanted, clusters, set.attributes().whole(NEIGHBORS), seed, context);
      phases.add(timer.end());
      return landmarks;
    }

    private SpectralMap map(Landmarks landmarks) {
      PhaseTimer timer = new PhaseTimer(MAP_PHASE, 1, context);
      timer.begin();
      SpectralMap map = SpectralMap.of(landmarks, set.rows(), clusters);
      context.checkCancelled();
      phases.add(timer.end());
      return map;
    }
  }
}
