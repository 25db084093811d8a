package org.sqlflow.models.clustering.kmeans;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sqlflow.models.Estimator;
import org.sqlflow.models.Findings;
import org.sqlflow.models.Model;
import org.sqlflow.models.ModelContent;
import org.sqlflow.models.Requirement;
import org.sqlflow.models.RowSums;
import org.sqlflow.models.Task;
import org.sqlflow.models.Trained;
import org.sqlflow.models.TrainingContext;
import org.sqlflow.models.TrainingSet;
import org.sqlflow.models.TrainingSummary;
import org.sqlflow.models.TrainingSummary.CurvePoint;
import org.sqlflow.models.TrainingSummary.Phase;
import org.sqlflow.models.attributes.AttributeDeclaration;
import org.sqlflow.models.attributes.AttributeType.Choice;
import org.sqlflow.models.attributes.AttributeType.Real;
import org.sqlflow.models.attributes.AttributeType.Whole;
import org.sqlflow.models.attributes.AttributeValues;
import org.sqlflow.models.attributes.CommonAttributes;
import org.sqlflow.models.clustering.ClusterAttributes;
import org.sqlflow.models.clustering.Clusters;
import org.sqlflow.models.clustering.FinalScores;
import org.sqlflow.models.clustering.centres.KMeans;
import org.sqlflow.models.clustering.judge.ClusterJudge;
import org.sqlflow.models.clusters.ClusterOverview;
import org.sqlflow.models.training.MetricNames;
import org.sqlflow.models.training.TrainingRows;
import org.sqlflow.text.Text;

/** {@code kmeans}: plain k-means on the scaled features, the baseline of every other clustering. */
public final class KMeansEstimator implements Estimator {
  /** A pass in a cluster takes longer than an iteration here, and there are a few. */
  private static final double PASSES = 30;

  @Override
  public String name() {
    return "kmeans";
  }

  @Override
  public String summary() {
    return "K-means on the scaled features, from k-means++ starts; the best start is kept.";
  }

  @Override
  public Task task() {
    return Task.CLUSTERING;
  }

  /** Attributes that clusterModel has too have the same names. */
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
            "a start ends when the centres move less than this share of the features' variance"),
        AttributeDeclaration.ofModel(
            Distance.ATTRIBUTE,
            new Choice(Distance.words()),
            Distance.EUCLIDEAN.word(),
            "the distance to a centre: straight; the angle alone, whatever the lengths of the rows;"
                + " or the sum of the differences in each feature, on which a few rows far away"
                + " have less influence"));
  }

  @Override
  public void validate(AttributeValues attributes, Optional<Model> base) {
    ClusterAttributes.refuseBase(name(), base);
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
    Distance distance = Distance.of(set.attributes().text(Distance.ATTRIBUTE));
    TrainingSet seen =
        new TrainingSet(
            distance.prepared(set.rows()), set.featureNames(), set.attributes(), set.base());
    expect(seen, set.all(), context);
    // Passes of sums move centres to means, which are the best centres only for this distance.
    Optional<RowSums> all = set.all().filter(rows -> distance == Distance.EUCLIDEAN);
    return new Run(this, context, ClusterSweep.choose(seen, context), distance, all).run();
  }

  private static void expect(TrainingSet set, Optional<RowSums> sums, TrainingContext context) {
    int rows = set.rows().rows();
    Map<String, Double> phases = new LinkedHashMap<>();
    phases.put(ClusterSweep.PHASE, ClusterSweep.weight(set));
    phases.put(
        KMeansSearch.PHASE, (double) rows * set.attributes().whole(ClusterAttributes.KMEANS_INIT));
    sums.ifPresent(all -> phases.put(KMeansPasses.PHASE, PASSES * all.rows()));
    context.expect(phases, Map.of(FinalScores.PHASE, FinalScores.weight(rows)));
  }

  @Override
  public Model restore(ModelContent content) {
    return KMeansModel.restore(this, content);
  }

  /** One training; its curve is that of the start that was kept. */
  private static final class Run {
    private final KMeansEstimator estimator;
    private final TrainingContext context;
    private final ClusterSweep.Outcome sweep;
    private final TrainingSet set;
    private final KMeans.Settings settings;
    private final KMeansSearch search;
    private final Distance distance;
    private final Optional<RowSums> all;
    private final List<Phase> phases = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final List<CurvePoint> curve = new ArrayList<>();

    private Run(
        KMeansEstimator estimator,
        TrainingContext context,
        ClusterSweep.Outcome sweep,
        Distance distance,
        Optional<RowSums> all) {
      this.all = all;
      this.distance = distance;
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
      this.search = new KMeansSearch(set, context);
    }

    private Trained run() {
      sweep.phase().ifPresent(phases::add);
      notes.addAll(sweep.notes());
      KMeans.Clustering found = search.run(set.rows(), distance, settings, phases, notes);
      curve.addAll(search.curve(found.start()));
      Optional<KMeansPasses.Found> passed =
          all.filter(rows -> !context.isEndingEarly()).map(rows -> passes(rows, found));
      Clusters clusters =
          passed
              .map(this::ofSample)
              .orElseGet(
                  () -> Clusters.bySize(found.groups(), found.centres(), settings.clusters()));
      ClusterJudge.Judged judged =
          FinalScores.of(
              () -> ClusterJudge.ofKMeans(set, clusters.groups(), settings.clusters(), context),
              set.attributes(),
              context,
              phases,
              notes);
      Map<String, Double> metrics = new LinkedHashMap<>(judged.metrics());
      metrics.put(
          MetricNames.INERTIA, passed.map(KMeansPasses.Found::inertia).orElseGet(found::inertia));
      passed.ifPresentOrElse(this::note, () -> note(found));
      notes.addAll(0, judged.warnings(set, clusters, true));
      TrainingSummary summary =
          new TrainingSummary(
                  passed.isPresent() ? all.orElseThrow().shownRows() : set.rows().rows(),
                  phases,
                  curve,
                  metrics,
                  set.attributes().values(),
                  notes,
                  new Findings.Clustering(
                      passed.map(KMeansPasses.Found::sizes).orElseGet(clusters::sizes),
                      sweep.tried(),
                      List.of(),
                      ClusterOverview.NONE,
                      judged.judgement()))
              .withDetails(details(found));
      return new Trained(
          new KMeansModel(estimator, set.featureNames(), clusters.centres(), distance), summary);
    }

    private KMeansPasses.Found passes(RowSums rows, KMeans.Clustering found) {
      KMeansPasses passes =
          new KMeansPasses(
              rows, settings, CommonAttributes.keepsOnInterrupt(set.attributes()), context);
      KMeansPasses.Found passed = passes.run(found.centres(), phases, notes);
      curve.addAll(passes.curve());
      return passed;
    }

    /** The groups of the sample's rows. */
    private Clusters ofSample(KMeansPasses.Found passed) {
      int[] groups = new int[set.rows().rows()];
      distance.assign(set.rows(), passed.centres(), groups, new float[groups.length]);
      Long[] sizes = new Long[settings.clusters()];
      Arrays.fill(sizes, 0L);
      for (int group : groups) {
        sizes[group]++;
      }
      return new Clusters(groups, passed.centres(), List.of(sizes));
    }

    private void note(KMeansPasses.Found passed) {
      if (!passed.isSettled() && !context.isEndingEarly()) {
        notes.add(stillMoving());
      }
    }

    private String stillMoving() {
      return Text.of(
          "The centres still moved after %s: set a higher %s.",
          Text.counted(settings.mostIterations(), "iteration"), ClusterAttributes.MAX_ITERATIONS);
    }

    /** Which start was kept, and which rows the scores are for. */
    private List<String> details(KMeans.Clustering found) {
      List<String> details = new ArrayList<>();
      if (search.starts() > 1) {
        details.add(
            Text.of(
                "Start %d of %d is kept; %d ended within 1 %% of its inertia.",
                found.start(),
                search.starts(),
                search.endings().filter(inertia -> inertia <= 1.01 * found.inertia()).count()));
      }
      if (distance == Distance.COSINE) {
        details.add("The scores are those of the rows scaled to length 1.");
      }
      return details;
    }

    private void note(KMeans.Clustering found) {
      List<CurvePoint> curve = search.curve(found.start());
      boolean isMoving = curve.get(curve.size() - 1).changedShare() > 0;
      if (isMoving && curve.size() > settings.mostIterations()) {
        notes.add(stillMoving());
      }
    }
  }
}
