package org.sqlflow.models.clustering.mixture;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.sqlflow.models.Estimator;
import org.sqlflow.models.Findings;
import org.sqlflow.models.Model;
import org.sqlflow.models.ModelContent;
import org.sqlflow.models.ModelException;
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
import org.sqlflow.models.clustering.judge.ClusterJudge;
import org.sqlflow.models.clusters.ClusterOverview;
import org.sqlflow.models.training.PhaseTimer;
import org.sqlflow.text.Text;

/**
 * {@code gaussianMixture}: normal distributions, one for each group, found by expectation
 * maximization from k-means. Finds elongated and overlapping groups of different sizes, where
 * k-means finds round groups of similar size.
 */
public final class GaussianMixtureEstimator implements Estimator {
  static final String COVARIANCE = "model.covariance";
  static final String REGULARIZATION = "model.regularization";
  static final String STARTS = "model.starts";

  /** Values of all covariances: 128 MiB. */
  private static final long MOST_VALUES = 1 << 24;

  @Override
  public String name() {
    return "gaussianMixture";
  }

  @Override
  public String summary() {
    return "A mixture of normal distributions, one for each group, by expectation maximization from"
        + " k-means.";
  }

  @Override
  public Task task() {
    return Task.CLUSTERING;
  }

  /** Attributes that kmeans has too have the same names; the defaults are scikit-learn's. */
  @Override
  public List<AttributeDeclaration> ownAttributes() {
    return List.of(
        AttributeDeclaration.ofModel(
            ClusterAttributes.CLUSTERS,
            ClusterAttributes.CANDIDATES,
            10L,
            "number of groups, or the numbers to choose from by BIC",
            "n_clusters"),
        AttributeDeclaration.ofModel(
            COVARIANCE,
            new Choice(Covariance.words()),
            Covariance.FULL.word(),
            "shape of the groups: each its own in any direction, its own along the features, or one"
                + " for all"),
        AttributeDeclaration.ofModel(
            STARTS,
            new Whole(1, 10_000),
            5L,
            "number of starts, each from its own k-means; the likeliest mixture is kept",
            "starts",
            ClusterAttributes.RESTARTS),
        AttributeDeclaration.ofModel(
            ClusterAttributes.MAX_ITERATIONS,
            new Whole(1, 1_000_000),
            200L,
            "maximum number of iterations of each start"),
        AttributeDeclaration.ofModel(
            ClusterAttributes.TOLERANCE,
            new Real(0, 1),
            1e-3,
            "a start ends when the log-likelihood of a row grows by less"),
        AttributeDeclaration.ofModel(
            REGULARIZATION,
            new Real(1e-12, 1),
            1e-6,
            "added to each feature's variance within a group, as a share of its whole variance"));
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
    return new Run(this, set, context).run();
  }

  @Override
  public Model restore(ModelContent content) {
    return GaussianMixtureModel.restore(this, content);
  }

  /** One training; its curve is that of the start that was kept. */
  private static final class Run {
    private static final String PHASE = "mixture";

    /** A few passes in a cluster, in the unit of {@link #expect}. */
    private static final double PASSES = 50;

    private final GaussianMixtureEstimator estimator;
    private final TrainingContext context;
    private final boolean keeps;
    private final List<Phase> phases = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final List<CurvePoint> curve = new ArrayList<>();
    private final Map<Integer, Double> endings = new LinkedHashMap<>();
    private List<CurvePoint> bestCurve = List.of();
    private TrainingSet set;
    private Optional<ExpectationMaximization.Fit> best = Optional.empty();

    private Run(GaussianMixtureEstimator estimator, TrainingSet set, TrainingContext context) {
      this.estimator = estimator;
      this.set = set;
      this.context = context;
      this.keeps = CommonAttributes.keepsOnInterrupt(set.attributes());
    }

    private static ExpectationMaximization.Settings settings(
        AttributeValues attributes, int groups, int starts) {
      return new ExpectationMaximization.Settings(
          groups,
          Covariance.of(attributes.text(COVARIANCE)),
          starts,
          attributes.whole(ClusterAttributes.MAX_ITERATIONS),
          attributes.real(ClusterAttributes.TOLERANCE),
          attributes.real(REGULARIZATION));
    }

    /**
     * Says how long each phase takes, as measured on 900 rows, in units of the time that a start of
     * k-means takes for a row.
     */
    private void expect() {
      double rows = set.rows().rows();
      Map<String, Double> expected = new LinkedHashMap<>();
      expected.put(MixtureSweep.PHASE, 50.0 * MixtureSweep.candidates(set) * rows);
      expected.put(PHASE, 20 * rows * set.attributes().whole(STARTS));
      set.all().ifPresent(all -> expected.put(MixturePasses.PHASE, PASSES * all.rows()));
      context.expect(expected, Map.of(FinalScores.PHASE, FinalScores.weight(set.rows().rows())));
    }

    private Trained run() {
      expect();
      Optional<RowSums> all = set.all();
      MixtureSweep.Outcome sweep = MixtureSweep.choose(set, context, Run::settings);
      set = sweep.set();
      sweep.phase().ifPresent(phases::add);
      notes.addAll(sweep.notes());
      int groups = set.attributes().whole(ClusterAttributes.CLUSTERS);
      checkSize(settings(set.attributes(), groups, 1).covariance(), groups);
      ExpectationMaximization.Fit found = search(groups);
      List<CurvePoint> shownCurve = new ArrayList<>(bestCurve);
      Optional<MixturePasses.Found> passed =
          all.filter(rows -> !context.isEndingEarly())
              .map(rows -> passes(rows, found.mixture(), groups, shownCurve));
      Mixture mixture =
          passed
              .map(MixturePasses.Found::mixture)
              .orElseGet(() -> found.mixture().ordered(sizes(found, groups)));
      long rows = passed.isPresent() ? all.orElseThrow().rows() : set.rows().rows();
      double logLikelihood =
          passed.map(MixturePasses.Found::logLikelihood).orElseGet(found::logLikelihood);
      GaussianMixtureModel model = new GaussianMixtureModel(estimator, set.featureNames(), mixture);
      int[] own = model.assign(set.rows());
      boolean settled =
          passed.map(MixturePasses.Found::isSettled).orElseGet(() -> isSettled(found));
      note(settled, mixture, rows);
      ClusterJudge.Judged judged =
          FinalScores.of(
              () -> ClusterJudge.of(set, own, groups, context),
              set.attributes(),
              context,
              phases,
              notes);
      Clusters clusters = new Clusters(own, new float[0], sizes(own, groups));
      notes.addAll(0, judged.warnings(set, clusters, true));
      Map<String, Double> metrics = new LinkedHashMap<>(judged.metrics());
      Criteria criteria = Criteria.of(mixture, logLikelihood, rows);
      metrics.put(Criteria.LOG_LIKELIHOOD, logLikelihood);
      metrics.put(Criteria.BIC, criteria.bic());
      metrics.put(Criteria.AIC, criteria.aic());
      TrainingSummary summary =
          new TrainingSummary(
                  passed.isPresent() ? all.orElseThrow().shownRows() : set.rows().rows(),
                  phases,
                  shownCurve,
                  metrics,
                  set.attributes().values(),
                  notes,
                  new Findings.Clustering(
                      passed.map(MixturePasses.Found::sizes).orElseGet(clusters::sizes),
                      List.of(),
                      List.of(),
                      ClusterOverview.NONE,
                      judged.judgement()))
              .withDetails(details(found));
      return new Trained(model, summary);
    }

    private MixturePasses.Found passes(
        RowSums rows, Mixture start, int groups, List<CurvePoint> shownCurve) {
      MixturePasses passes =
          new MixturePasses(rows, settings(set.attributes(), groups, 1), keeps, context);
      MixturePasses.Found passed = passes.run(start, phases, notes);
      shownCurve.addAll(passes.curve());
      return passed;
    }

    private void checkSize(Covariance covariance, int groups) {
      long width = set.rows().columns();
      if (covariance != Covariance.DIAGONAL
          && covariance.factors(groups) * width * (width + 1) / 2 > MOST_VALUES) {
        throw new ModelException(
            Text.of(
                "%d groups of %,d features have too many covariances: set %s = diagonal, or use"
                    + " fewer columns or groups",
                groups, width, COVARIANCE),
            COVARIANCE);
      }
    }

    private ExpectationMaximization.Fit search(int groups) {
      int starts = set.attributes().whole(STARTS);
      PhaseTimer timer = new PhaseTimer(PHASE, "start", starts, context);
      try {
        return ExpectationMaximization.fit(
            set.rows(),
            settings(set.attributes(), groups, starts),
            set.attributes().wholeLong(CommonAttributes.SEED),
            context,
            iteration -> follow(iteration, timer));
      } catch (CancellationException stopped) {
        if (!keeps || best.isEmpty()) {
          throw stopped;
        }
        context.endEarly();
        ExpectationMaximization.Fit kept = best.get();
        notes.add(
            Text.of(
                "Interrupted in %s: the mixture of iteration %d of start %d is kept, the likeliest"
                    + " so far.",
                context.where(), kept.iteration(), kept.start()));
        return kept;
      } finally {
        phases.add(timer.end());
      }
    }

    private void follow(ExpectationMaximization.Fit fit, PhaseTimer timer) {
      if (fit.iteration() == 1) {
        timer.beginStep();
        curve.clear();
      }
      curve.add(new CurvePoint(PHASE, fit.iteration(), -fit.logLikelihood(), fit.changedShare()));
      endings.put(fit.start(), fit.logLikelihood());
      if (best.isEmpty() || fit.logLikelihood() > best.get().logLikelihood()) {
        best = Optional.of(fit);
        bestCurve = List.copyOf(curve);
      }
      timer.changed(fit.changedShare());
      timer.batch(set.rows().rows(), -fit.logLikelihood());
    }

    private long[] sizes(ExpectationMaximization.Fit found, int groups) {
      int[] own = new int[set.rows().rows()];
      MixtureParts.of(set.rows(), found.mixture()).expected(found.mixture(), own);
      return sizes(own, groups).stream().mapToLong(Long::longValue).toArray();
    }

    private static List<Long> sizes(int[] own, int groups) {
      long[] sizes = new long[groups];
      for (int group : own) {
        sizes[group]++;
      }
      return IntStream.range(0, groups).mapToObj(group -> sizes[group]).toList();
    }

    /** Which start was kept. */
    private List<String> details(ExpectationMaximization.Fit found) {
      return endings.size() == 1
          ? List.of()
          : List.of(
              Text.of(
                  "Start %d of %d is kept; %d ended within 0.01 of its log-likelihood.",
                  found.start(),
                  endings.size(),
                  endings.values().stream()
                      .filter(ending -> ending >= found.logLikelihood() - 0.01)
                      .count()));
    }

    /** Whether a fit ended before the maximum number of iterations. */
    private boolean isSettled(ExpectationMaximization.Fit found) {
      return found.settled()
          || found.iteration() < set.attributes().whole(ClusterAttributes.MAX_ITERATIONS);
    }

    private void note(boolean settled, Mixture mixture, double rows) {
      int most = set.attributes().whole(ClusterAttributes.MAX_ITERATIONS);
      if (!settled && !context.isEndingEarly()) {
        notes.add(
            Text.of(
                "The mixture still changed after %s: set a higher %s.",
                Text.counted(most, "iteration"), ClusterAttributes.MAX_ITERATIONS));
      }
      int width = set.rows().columns();
      long thin =
          IntStream.range(0, mixture.groups())
              .filter(group -> mixture.weights()[group] * rows <= width)
              .count();
      if (thin > 0 && mixture.covariance() == Covariance.FULL) {
        notes.add(
            Text.of(
                "%d of %d groups have no more rows than features, too few to know their shape: set"
                    + " %s = diagonal, or a lower %s.",
                thin, mixture.groups(), COVARIANCE, ClusterAttributes.CLUSTERS));
      }
    }
  }
}
