package org.sqlflow.models.clustering.auto;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.sqlflow.data.Matrix;
import org.sqlflow.math.RowSample;
import org.sqlflow.models.ClusteringModel;
import org.sqlflow.models.Estimator;
import org.sqlflow.models.Findings;
import org.sqlflow.models.Findings.Trial;
import org.sqlflow.models.ModelException;
import org.sqlflow.models.Trained;
import org.sqlflow.models.TrainingContext;
import org.sqlflow.models.TrainingSet;
import org.sqlflow.models.TrainingSummary;
import org.sqlflow.models.TrainingSummary.Phase;
import org.sqlflow.models.attributes.AttributeDeclaration;
import org.sqlflow.models.attributes.AttributeDeclarations;
import org.sqlflow.models.attributes.AttributeValues;
import org.sqlflow.models.attributes.CommonAttributes;
import org.sqlflow.models.clustering.ClusterAttributes;
import org.sqlflow.models.clustering.density.DensityTrials;
import org.sqlflow.models.clusters.ClusterJudgement.Selection;
import org.sqlflow.models.clusters.ClusterJudgement.Worth;
import org.sqlflow.models.clusters.ClusterOverview;
import org.sqlflow.models.clusters.StabilityBand;
import org.sqlflow.models.training.MetricNames;
import org.sqlflow.models.training.PhaseTimer;
import org.sqlflow.text.Text;

/** One training of autoCluster: test, survey, choice, and the training of the chosen method. */
final class AutoTraining {
  /** Above this number of rows a random sample represents all in everything but the training. */
  static final int SAMPLE = 2000;

  static final long SAMPLE_SEED = 0;

  /** Rows of the table in the report: tries with the chosen number, and the most stable others. */
  private static final int MOST_SHOWN = 15;

  private static final double SECONDS_OF_A_MINUTE = 60;

  private final AutoClusterEstimator estimator;
  private final TrainingSet set;
  private final TrainingContext context;
  private final long seed;
  private final Matrix sample;
  private final List<String> names;
  private final List<Method> methods;
  private final double deadline;
  private final List<Phase> phases = new ArrayList<>();
  private final WorkLeft work;

  AutoTraining(AutoClusterEstimator estimator, TrainingSet set, TrainingContext context) {
    this.estimator = estimator;
    this.set = set;
    this.context = context;
    this.work = new WorkLeft(context);
    AttributeValues attributes = set.attributes();
    this.seed = attributes.wholeLong(CommonAttributes.SEED);
    this.sample = RowSample.take(set.rows(), RowSample.of(set.rows().rows(), SAMPLE, SAMPLE_SEED));
    this.names = attributes.words(AutoClusterEstimator.TRY).orElseGet(Methods::quick);
    this.methods = Methods.of(names);
    this.deadline =
        attributes
            .value(AutoClusterEstimator.MINUTES)
            .map(minutes -> SECONDS_OF_A_MINUTE * (Double) minutes)
            .orElse(Double.POSITIVE_INFINITY);
  }

  Trained run() {
    Optional<Integer> given =
        set.attributes()
            .value(ClusterAttributes.CLUSTERS)
            .map(number -> Math.toIntExact((Long) number));
    ClusterAttributes.checkClusters(set, given.orElse(2));
    if (sample.rows() < GroupTest.LEAST_ROWS) {
      return given.isPresent() ? simplest(given.get()) : tooFew();
    }
    Optional<GroupTest> test = given.isPresent() ? Optional.empty() : Optional.of(test());
    if (test.isPresent() && !test.get().hasGroups()) {
      return singleGroup(test.get());
    }
    Survey.Outcome outcome = survey(given);
    OptionalInt seen = test.stream().mapToInt(GroupTest::clusters).findFirst();
    Choice choice = Choice.among(outcome.tries(), seen);
    List<Method> fixed = methods.stream().filter(method -> method.most(sample) == 0).toList();
    if (given.isEmpty() && !fixed.isEmpty()) {
      int found = choice.chosen().clusters();
      outcome = outcome.with(survey(fixed, found, found, 0));
      choice = Choice.among(outcome.tries(), seen);
    }
    return trained(choice, outcome, test, given.isPresent());
  }

  /** Whether there are groups. */
  private GroupTest test() {
    double survey = surveyWeight(2, most());
    work.expect(GroupTest.quickWeight(sample) + survey);
    PhaseTimer timer = work.begin("looking for groups");
    GroupTest test =
        GroupTest.of(
            sample,
            seed,
            work::did,
            () -> work.expect(GroupTest.closeWeight(sample) + survey),
            context);
    phases.add(timer.end());
    return test;
  }

  /** The most groups to try where their number is open. */
  private int most() {
    int distinct = ClusterAttributes.distinct(sample, sample.rows());
    return Math.min(distinct, Survey.most(sample, methods));
  }

  private double surveyWeight(int least, int most) {
    return Reference.weight(least, most) + Survey.weight(sample, methods, least, most);
  }

  private Survey.Outcome survey(Optional<Integer> given) {
    int distinct = ClusterAttributes.distinct(sample, sample.rows());
    int least = given.orElse(2);
    int most = given.orElseGet(this::most);
    if (given.isPresent() && distinct < least) {
      throw new ModelException(
          Text.of(
              "only %,d of %,d sampled rows differ, too few to compare methods with %,d groups:"
                  + " name a method, such as TO TRAIN kmeans, or set a lower %s",
              distinct, sample.rows(), least, ClusterAttributes.CLUSTERS),
          ClusterAttributes.CLUSTERS);
    }
    double slow =
        given.isPresent()
            ? 0
            : methods.stream()
                .filter(method -> method.most(sample) == 0)
                .mapToDouble(
                    method ->
                        method.weight(sample, least, true)
                            + method.resamplingWeight(sample, least, true))
                .sum();
    return survey(methods, least, most, slow);
  }

  /**
   * A survey of some methods.
   *
   * @param later the weight of the survey that follows this one
   */
  private Survey.Outcome survey(List<Method> some, int least, int most, double later) {
    work.expect(Reference.weight(least, most) + Survey.weight(sample, some, least, most) + later);
    PhaseTimer timer = work.begin("trying methods");
    Reference reference = Reference.of(sample, least, most, seed, work::did, context);
    Survey survey = new Survey(sample, some, reference, seed, deadline, work, later, context);
    Survey.Outcome outcome = survey.run(least, most);
    phases.add(timer.end());
    return outcome;
  }

  private Trained trained(
      Choice choice, Survey.Outcome outcome, Optional<GroupTest> test, boolean isGiven) {
    Try chosen = choice.chosen();
    Trained trained = fit(chosen.method(), chosen.found().attributes(), chosen.clusters());
    TrainingSummary summary = trained.summary();
    Selection selection = new Selection(test.isPresent(), chosen.stable(), chosen.weakest());
    Findings.Clustering findings =
        ((Findings.Clustering) summary.findings())
            .chosenAmong(trials(choice, outcome.tries()), selection);
    Worth worth =
        findings
            .judgement()
            .worth(
                summary.metrics().getOrDefault(MetricNames.SILHOUETTE, Double.NaN),
                summary.metrics().getOrDefault(MetricNames.KMEANS_SILHOUETTE, Double.NaN));
    List<String> notes =
        new ArrayList<>(new ChoiceWords(choice, outcome, test, isGiven, worth).notes());
    if (sample.rows() < set.rows().rows()) {
      notes.add(
          Text.of(
              "The comparison was made on a random sample of %,d of the %,d rows.",
              sample.rows(), set.rows().rows()));
    }
    int found = ((ClusteringModel) trained.model()).clusters();
    if (found != chosen.clusters()) {
      notes.add(Text.of("On all rows %s finds %d groups.", chosen.method(), found));
    }
    notes.addAll(summary.notes());
    return with(trained, notes, findings);
  }

  /** A model of a method. */
  private Trained fit(String method, Map<String, Object> found, int clusters) {
    Estimator winner = Methods.installed(method);
    Map<String, Object> own = new LinkedHashMap<>(found);
    own.computeIfPresent(DensityTrials.LEAST, (name, least) -> ofAllRows((Long) least));
    if (winner.attributes().stream().anyMatch(a -> a.name().equals(ClusterAttributes.CLUSTERS))) {
      own.put(ClusterAttributes.CLUSTERS, (long) clusters);
    }
    return winner.fit(
        new TrainingSet(set.rows(), set.featureNames(), attributes(winner, own), Optional.empty()),
        work.rest());
  }

  private Trained with(Trained trained, List<String> notes, Findings findings) {
    TrainingSummary summary = trained.summary();
    return new Trained(
        trained.model(),
        new TrainingSummary(
            summary.rows(),
            Stream.concat(phases.stream(), summary.phases().stream()).toList(),
            summary.curve(),
            summary.metrics(),
            summary.attributesAsUsed(),
            notes,
            findings,
            summary.advice(),
            summary.details()));
  }

  /** The training on rows that are too few to compare methods. */
  private Trained simplest(int clusters) {
    String method = methods.get(0).estimator();
    Trained trained = fit(method, Map.of(), clusters);
    List<String> notes = new ArrayList<>();
    notes.add(
        Text.of(
            "%s was chosen without a comparison: methods are compared from %d rows on.",
            method, GroupTest.LEAST_ROWS));
    notes.addAll(trained.summary().notes());
    return with(trained, notes, trained.summary().findings());
  }

  /** Rows of a group of all rows, from those of a group of the sample. */
  private long ofAllRows(long rows) {
    return Math.round((double) rows * set.rows().rows() / sample.rows());
  }

  /**
   * The attributes of an estimator: its defaults, what the survey chose, and the common ones that
   * the user set.
   */
  private AttributeValues attributes(Estimator winner, Map<String, Object> chosen) {
    AttributeValues values = new AttributeDeclarations(winner.attributes()).check(chosen);
    for (AttributeDeclaration common : CommonAttributes.declarations()) {
      Optional<Object> value = set.attributes().value(common.name());
      if (value.isPresent()) {
        values = values.with(common.name(), value.get());
      }
    }
    return values;
  }

  private Trained tooFew() {
    return singleGroup(ChoiceWords.tooFew(sample.rows()), List.of());
  }

  private Trained singleGroup(GroupTest test) {
    double seconds = phases.stream().mapToDouble(Phase::seconds).sum();
    return singleGroup(
        ChoiceWords.noGroups(test),
        List.of(
            new Trial(
                AutoClusterEstimator.NAME, 1, Double.NaN, Double.NaN, seconds, "chosen", true),
            new Trial(
                test.statistic().method(),
                test.clusters(),
                Double.NaN,
                test.own() - test.reference(),
                Double.NaN,
                "as in rows without groups",
                false)));
  }

  /** A model with all rows in one group. */
  private Trained singleGroup(String note, List<Trial> trials) {
    Map<String, Object> used = new LinkedHashMap<>(set.attributes().values());
    TrainingSummary summary =
        new TrainingSummary(
            set.rows().rows(),
            phases,
            List.of(),
            Map.of(),
            used,
            List.of(note),
            new Findings.Clustering(
                    List.of((long) set.rows().rows()), List.of(), List.of(), ClusterOverview.NONE)
                .chosenAmong(trials, Selection.NONE));
    return new Trained(SingleGroupModel.of(estimator, set.featureNames(), set.rows()), summary);
  }

  private static List<Trial> trials(Choice choice, List<Try> tries) {
    Try chosen = choice.chosen();
    return Stream.concat(
            tries.stream().filter(one -> one.clusters() == chosen.clusters()),
            tries.stream()
                .filter(one -> one.clusters() != chosen.clusters() && one.stability().isPresent())
                .sorted(Comparator.comparingDouble(Try::weakest).reversed()))
        .limit(MOST_SHOWN)
        .sorted(Comparator.comparingInt(Try::clusters).thenComparing(Try::simplicity))
        .map(
            one ->
                new Trial(
                    one.method(),
                    one.clusters(),
                    one.stable(),
                    one.separation(),
                    one.seconds(),
                    verdict(one, choice, tries),
                    one == chosen))
        .toList();
  }

  private static String verdict(Try one, Choice choice, List<Try> tries) {
    Try chosen = choice.chosen();
    if (one == chosen) {
      return "chosen";
    }
    if (Survey.isCollapsed(one, tries)) {
      return "keeps too few neighbours together";
    }
    if (one.stability().isEmpty()) {
      return "not compared: time ran out";
    }
    if (one.clusters() == chosen.clusters()) {
      double agreement = Choice.agreement(one, chosen);
      return agreement >= Choice.SAME
          ? "nearly the same groups"
          : Text.of("other groups (agreement %.2f)", agreement);
    }
    if (one.weakest() < choice.surest() - Choice.AS_STABLE) {
      return one.weakest() < StabilityBand.DOUBTFUL.least()
          ? "a group is not found again"
          : "a group is less stable";
    }
    return choice.reason() == Choice.Reason.SEPARATED
        ? "stable, but separates less"
        : "as stable with fewer groups";
  }
}
