package org.sqlflow.models.clustering.auto;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.sqlflow.data.Matrix;
import org.sqlflow.math.RowSample;
import org.sqlflow.models.ClusterOverview;
import org.sqlflow.models.ClusteringModel;
import org.sqlflow.models.Estimator;
import org.sqlflow.models.Findings;
import org.sqlflow.models.Findings.Trial;
import org.sqlflow.models.ModelException;
import org.sqlflow.models.StabilityBand;
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
import org.sqlflow.models.training.PhaseTimer;
import org.sqlflow.text.Text;

/** One training of autoCluster: test, survey, choice, and the training of what won. */
final class AutoTraining {
  /** Above this number of rows a random sample represents all in everything but the training. */
  private static final int SAMPLE = 2000;

  private static final long SAMPLE_SEED = 0;

  /** Rows of the table in the report: those at the chosen number, and the surest others. */
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

  AutoTraining(AutoClusterEstimator estimator, TrainingSet set, TrainingContext context) {
    this.estimator = estimator;
    this.set = set;
    this.context = context;
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
    Optional<GroupTest> test = given.isPresent() ? Optional.empty() : test();
    if (test.isPresent() && !test.get().hasGroups()) {
      return crowd(test.get());
    }
    Survey.Outcome outcome = survey(given);
    Choice choice = Choice.among(outcome.tries());
    List<Method> fixed = methods.stream().filter(method -> method.most(sample) == 0).toList();
    if (given.isEmpty() && !fixed.isEmpty()) {
      int found = choice.chosen().clusters();
      outcome = outcome.with(survey(fixed, found, found));
      choice = Choice.among(outcome.tries());
    }
    return trained(choice, outcome, test, given.isPresent());
  }

  /** Whether there are groups; empty for too few rows to say. */
  private Optional<GroupTest> test() {
    if (sample.rows() < GroupTest.LEAST_ROWS) {
      return Optional.empty();
    }
    PhaseTimer timer = new PhaseTimer("looking for groups", 1, context);
    timer.begin();
    GroupTest test = GroupTest.of(sample, seed, context);
    phases.add(timer.end());
    return Optional.of(test);
  }

  private Survey.Outcome survey(Optional<Integer> given) {
    int distinct = ClusterAttributes.distinct(sample, sample.rows());
    int least = given.orElse(2);
    int most = given.orElse(Math.min(distinct, Survey.most(sample, methods)));
    if (given.isPresent() && distinct < least) {
      throw new ModelException(
          Text.of(
              "only %,d of %,d sampled rows differ, too few to compare methods with %,d groups:"
                  + " name a method, such as TO TRAIN kmeans, or set a lower %s",
              distinct, sample.rows(), least, ClusterAttributes.CLUSTERS),
          ClusterAttributes.CLUSTERS);
    }
    return survey(methods, least, most);
  }

  private Survey.Outcome survey(List<Method> some, int least, int most) {
    Reference reference = Reference.of(sample, least, most, seed, context);
    Survey survey = new Survey(sample, some, reference, seed, deadline, context);
    PhaseTimer timer = new PhaseTimer("trying methods", "", survey.steps(least, most), context);
    Survey.Outcome outcome = survey.run(least, most, timer);
    phases.add(timer.end());
    return outcome;
  }

  private Trained trained(
      Choice choice, Survey.Outcome outcome, Optional<GroupTest> test, boolean isGiven) {
    Try chosen = choice.chosen();
    Estimator winner = Methods.installed(chosen.method());
    Map<String, Object> own = new LinkedHashMap<>(chosen.found().attributes());
    own.computeIfPresent(DensityTrials.LEAST, (name, least) -> ofAllRows((Long) least));
    if (winner.attributes().stream().anyMatch(a -> a.name().equals(ClusterAttributes.CLUSTERS))) {
      own.put(ClusterAttributes.CLUSTERS, (long) chosen.clusters());
    }
    Trained trained =
        winner.fit(
            new TrainingSet(
                set.rows(), set.featureNames(), attributes(winner, own), Optional.empty()),
            context);
    TrainingSummary summary = trained.summary();
    List<String> notes = new ArrayList<>(new ChoiceWords(choice, outcome, test, isGiven).notes());
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
    List<Phase> all = Stream.concat(phases.stream(), summary.phases().stream()).toList();
    Findings.Clustering findings = (Findings.Clustering) summary.findings();
    return new Trained(
        trained.model(),
        new TrainingSummary(
            summary.rows(),
            all,
            summary.curve(),
            summary.metrics(),
            summary.attributesAsUsed(),
            notes,
            findings.chosenAmong(trials(choice, outcome.tries())),
            summary.advice(),
            summary.details()));
  }

  /** Rows of a group of all rows, from those of a group of the sample. */
  private long ofAllRows(long rows) {
    return Math.round((double) rows * set.rows().rows() / sample.rows());
  }

  /** Those of an estimator: its defaults, what the survey chose, and what the user said of all. */
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

  /** One model of all rows. */
  private Trained crowd(GroupTest test) {
    Map<String, Object> used = new LinkedHashMap<>(set.attributes().values());
    TrainingSummary summary =
        new TrainingSummary(
                set.rows().rows(),
                phases,
                List.of(),
                Map.of(),
                used,
                ChoiceWords.crowd(test),
                new Findings.Clustering(
                    List.of((long) set.rows().rows()), List.of(), List.of(), ClusterOverview.NONE))
            .withAdvice(
                "If you want cuts all the same, say how many: TO TRAIN kmeans WITH "
                    + ClusterAttributes.CLUSTERS
                    + " = 4.");
    return new Trained(OneCrowdModel.of(estimator, set.featureNames(), set.rows()), summary);
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
      return "not compared for want of time";
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
    return "as stable with fewer groups";
  }
}
