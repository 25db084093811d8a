package org.sqlflow.models.clustering.rules;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.sqlflow.data.Matrix;
import org.sqlflow.math.RowSample;
import org.sqlflow.models.ClusteringModel;
import org.sqlflow.models.Findings;
import org.sqlflow.models.ModelException;
import org.sqlflow.models.Trained;
import org.sqlflow.models.TrainingContext;
import org.sqlflow.models.TrainingSet;
import org.sqlflow.models.TrainingSummary;
import org.sqlflow.models.attributes.CommonAttributes;
import org.sqlflow.models.clustering.Clusters;
import org.sqlflow.models.clustering.FinalScores;
import org.sqlflow.models.clustering.SoftAssignment;
import org.sqlflow.models.clustering.judge.ClusterJudge;
import org.sqlflow.models.clustering.kmeans.Distance;
import org.sqlflow.models.clustering.kmeans.KMeansModel;
import org.sqlflow.models.clusters.ClusterOverview;
import org.sqlflow.models.metrics.GroupStability;
import org.sqlflow.models.training.PhaseTimer;
import org.sqlflow.text.Text;

/**
 * Turns the groups of a training into rules, which then define the groups. With k-means the centres
 * then move to the means of the rules' rows, and the rules are made again, as long as this brings
 * the rows closer to their centres: so centres and rules are fitted together. Used once, by one
 * thread.
 */
final class RuleTraining {
  /** How many rows the rules are made from. */
  private static final int SAMPLE = 20_000;

  private static final int MOST_VALUES = 1 << 25;

  /** How often centres and rules are refitted at most. */
  private static final int ROUNDS = 6;

  /** A round that gains less is the last. */
  private static final double LEAST_GAIN = 1e-4;

  /** How often, and from how many rows, the rules are made again to measure their stability. */
  private static final int DRAWS = 20;

  private static final int DRAWN_ROWS = 2000;

  private static final String COST_RATIO = "rules cost ratio";
  private static final String STABILITY = "rules stability";

  private final TrainingSet set;
  private final Trained trained;
  private final ClusteringModel method;
  private final int most;
  private final TrainingContext context;
  private final RuleColumns columns;
  private final int count;
  private final PhaseTimer timer;

  RuleTraining(TrainingSet set, Trained trained, int most, TrainingContext context) {
    this.set = set;
    this.trained = trained;
    this.method = (ClusteringModel) trained.model();
    this.most = most;
    this.context = context;
    this.columns =
        set.encoding()
            .map(RuleColumns::of)
            .orElseGet(() -> RuleColumns.ofNumbers(set.featureNames()));
    this.count = method.clusters();
    this.timer = new PhaseTimer("rules", 1, context);
  }

  Trained run() {
    if (count < 2) {
      return new Trained(
          method,
          trained
              .summary()
              .withAttribute(RuledEstimator.RULES, (long) most)
              .withNote("One group of all rows needs no rules."));
    }
    RuledEstimator.requireRules(most, count);
    if (columns.isEmpty()) {
      throw new ModelException(
          Text.of(
              "no rule can be about %s: a rule compares a column of numbers, or a column of texts"
                  + " in INDICATOR. Use such columns, or leave %s out",
              String.join(", ", columns.unused()), RuledEstimator.RULES),
          RuledEstimator.RULES);
    }
    List<String> interrupted = new ArrayList<>();
    Trained ruled = FinalScores.keeping(this::ruled, set.attributes(), context, interrupted);
    TrainingSummary summary = ruled.summary();
    for (String note : interrupted) {
      summary = summary.withNote(note);
    }
    return new Trained(ruled.model(), summary);
  }

  private long seed() {
    return set.attributes().wholeLong(CommonAttributes.SEED);
  }

  private Trained ruled() {
    timer.begin();
    int[] own = assigned();
    int width = set.rows().columns();
    int size = Math.max(1000, Math.min(SAMPLE, MOST_VALUES / (width + count)));
    int[] chosen = RowSample.of(own.length, size, seed());
    Arrays.sort(chosen);
    int[] ownOfSample = Arrays.stream(chosen).map(row -> own[row]).toArray();
    RuleTree tree = fitted(RowSample.take(set.rows(), chosen), ownOfSample);
    RuleRows seen = columns.rows(set.rows());
    int[] found = tree.groups(seen);
    int[] numbers = numbers(tree, found);
    RuleTree numbered = tree.renumbered(numbers);
    int clusters = (int) Arrays.stream(numbers).limit(count).filter(number -> number >= 0).count();
    if (clusters < 2) {
      throw new ModelException(
          Text.of(
              "no rules on single columns separate the %d groups: leave %s out, or set more"
                  + " rules",
              count, RuledEstimator.RULES),
          RuledEstimator.RULES);
    }
    int none = clusters;
    int[] groups =
        Arrays.stream(numbered.groups(seen)).map(group -> group == none ? -1 : group).toArray();
    RulesModel model =
        new RulesModel(
            new RuledEstimator(method.estimator()),
            set.featureNames(),
            columns,
            numbered,
            means(set.rows(), groups, clusters, new float[clusters * width]),
            purities(tree, seen, own));
    return new Trained(model, summary(model, groups, own, found));
  }

  /** The method's group of each row; that of rows in none is the last. */
  private int[] assigned() {
    Matrix rows = set.rows();
    int[] own = new int[rows.rows()];
    int step = SoftAssignment.rowsAtATime(Math.max(rows.columns(), count));
    for (int from = 0; from < own.length; from += step) {
      context.checkCancelled();
      int to = Math.min(own.length, from + step);
      int[] groups = method.assign(SoftAssignment.slice(rows, from, to));
      for (int row = from; row < to; row++) {
        own[row] = groups[row - from] < 0 ? count : groups[row - from];
      }
    }
    return own;
  }

  private RuleTrees trees(RuleRows seen, int[] groups, Optional<float[]> costs) {
    int all = costs.isPresent() ? count : count + 1;
    return new RuleTrees(seen, groups, all, costs, columns);
  }

  /** The rules of a sample. */
  private RuleTree fitted(Matrix sample, int[] own) {
    RuleRows seen = columns.rows(sample);
    if (!CentreCosts.hasCentres(method)) {
      return trees(seen, own, Optional.empty()).tree(most, context);
    }
    KMeansModel kMeans = (KMeansModel) method;
    boolean isManhattan = kMeans.distance() == Distance.MANHATTAN;
    float[] centres = kMeans.centres();
    RuleTree best = null;
    double least = Double.POSITIVE_INFINITY;
    for (int round = 0; round < (isManhattan ? 1 : ROUNDS); round++) {
      context.checkCancelled();
      float[] costs = CentreCosts.of(sample, centres, isManhattan);
      RuleTree tree =
          trees(seen, nearest(costs, own.length), Optional.of(costs)).tree(most, context);
      int[] groups = tree.groups(seen);
      centres = means(sample, groups, count, centres);
      double cost = cost(CentreCosts.of(sample, centres, isManhattan), groups);
      if (!(cost < least * (1 - LEAST_GAIN))) {
        return best == null ? tree : best;
      }
      least = cost;
      best = tree;
    }
    return best;
  }

  private int[] nearest(float[] costs, int rows) {
    int[] nearest = new int[rows];
    for (int row = 0; row < rows; row++) {
      for (int centre = 1; centre < count; centre++) {
        boolean isNearer = costs[row * count + centre] < costs[row * count + nearest[row]];
        nearest[row] = isNearer ? centre : nearest[row];
      }
    }
    return nearest;
  }

  private double cost(float[] costs, int[] groups) {
    double cost = 0;
    for (int row = 0; row < groups.length; row++) {
      cost += costs[row * count + groups[row]];
    }
    return cost;
  }

  /** The mean of each group's rows; a group without any stays where it was. */
  private static float[] means(Matrix rows, int[] groups, int clusters, float[] before) {
    int width = rows.columns();
    double[] sums = new double[clusters * width];
    long[] sizes = new long[clusters];
    for (int row = 0; row < groups.length; row++) {
      if (groups[row] >= 0) {
        sizes[groups[row]]++;
        for (int c = 0; c < width; c++) {
          sums[groups[row] * width + c] += rows.at(row, c);
        }
      }
    }
    float[] means = before.clone();
    for (int at = 0; at < sums.length; at++) {
      means[at] = sizes[at / width] == 0 ? means[at] : (float) (sums[at] / sizes[at / width]);
    }
    return means;
  }

  /** The new number of each group, the largest first; -1 for one without a rule. */
  private int[] numbers(RuleTree tree, int[] found) {
    long[] sizes = new long[count + 1];
    for (int group : found) {
      sizes[group]++;
    }
    int[] ruled =
        tree.paths().stream()
            .mapToInt(RuleTree.Path::group)
            .distinct()
            .filter(group -> group < count)
            .sorted()
            .boxed()
            .sorted(Comparator.comparingLong((Integer group) -> -sizes[group]))
            .mapToInt(Integer::intValue)
            .toArray();
    int[] numbers = new int[count + 1];
    Arrays.fill(numbers, -1);
    IntStream.range(0, ruled.length).forEach(number -> numbers[ruled[number]] = number);
    numbers[count] = ruled.length;
    return numbers;
  }

  private static float[] purities(RuleTree tree, RuleRows seen, int[] own) {
    int[] leaves = tree.leavesOf(seen);
    List<RuleTree.Path> paths = tree.paths();
    long[] all = new long[paths.size()];
    long[] right = new long[paths.size()];
    for (int row = 0; row < leaves.length; row++) {
      all[leaves[row]]++;
      right[leaves[row]] += own[row] == paths.get(leaves[row]).group() ? 1 : 0;
    }
    float[] purities = new float[all.length];
    for (int leaf = 0; leaf < purities.length; leaf++) {
      purities[leaf] = all[leaf] == 0 ? 0 : (float) right[leaf] / all[leaf];
    }
    return purities;
  }

  private TrainingSummary summary(RulesModel model, int[] groups, int[] own, int[] found) {
    TrainingSummary before = trained.summary();
    int clusters = model.clusters();
    Clusters sorted = Clusters.bySize(grouped(groups), model.centres(), clusters);
    List<Long> sizes =
        IntStream.range(0, clusters)
            .mapToObj(group -> Arrays.stream(groups).filter(one -> one == group).count())
            .toList();
    ClusterJudge.Judged judged = ClusterJudge.of(set, groups, clusters, context);
    Map<String, Double> metrics = new LinkedHashMap<>(judged.metrics());
    List<String> notes = new ArrayList<>();
    notes.add(price(model, own, found, metrics));
    stability(groups, own, clusters, metrics).ifPresent(notes::add);
    ClusterJudge.withoutGroup(groups).ifPresent(notes::add);
    notes.addAll(judged.warnings(set, sorted, false));
    Findings.Clustering earlier = (Findings.Clustering) before.findings();
    List<String> details = new ArrayList<>(before.details());
    for (Rule rule : model.rules()) {
      String name = rule.group() == clusters ? "No group" : "Group " + rule.group();
      details.add(name + ": " + RuleWords.of(rule) + ".");
    }
    List<TrainingSummary.Phase> phases = new ArrayList<>(before.phases());
    phases.add(timer.end());
    return new TrainingSummary(
            before.rows(),
            phases,
            before.curve(),
            metrics,
            before.attributesAsUsed(),
            notes,
            new Findings.Clustering(
                sizes,
                earlier.sweep(),
                earlier.starts(),
                ClusterOverview.NONE,
                judged.judgement(),
                earlier.trials()),
            before.advice(),
            details)
        .withAttribute(RuledEstimator.RULES, (long) most);
  }

  private static int[] grouped(int[] groups) {
    return Arrays.stream(groups).filter(group -> group >= 0).toArray();
  }

  /** How the rules' groups differ from those that the method makes without them. */
  private String price(RulesModel model, int[] own, int[] found, Map<String, Double> metrics) {
    long moved = IntStream.range(0, own.length).filter(row -> own[row] != found[row]).count();
    int rules = model.tree().leaves();
    int conditions = model.rules().stream().mapToInt(Rule::conditions).sum();
    String price =
        Text.of(
            "The groups are %d rules with %d conditions; without rules %s puts %,d of %,d rows"
                + " (%.1f %%) into another group.",
            rules,
            conditions,
            method.estimator().name(),
            moved,
            own.length,
            100.0 * moved / own.length);
    if (!CentreCosts.hasCentres(method)) {
      return price;
    }
    RuleFidelity costs = new RuleFidelity(0, count, set.rows().columns());
    int[] none = new int[own.length];
    Arrays.fill(none, -1);
    costs.add(set.rows(), none, found, own);
    OptionalDouble ratio = costs.costRatio();
    if (ratio.isEmpty()) {
      return price;
    }
    metrics.put(COST_RATIO, ratio.getAsDouble());
    return price
        + Text.of(
            " The sum of squared distances is %.3f times that of k-means (cost ratio).",
            ratio.getAsDouble());
  }

  /** How much the rules depend on the particular rows: they are made again from resampled rows. */
  private Optional<String> stability(
      int[] groups, int[] own, int clusters, Map<String, Double> metrics) {
    int[] chosen = RowSample.of(groups.length, DRAWN_ROWS, seed());
    Arrays.sort(chosen);
    Matrix rows = RowSample.take(set.rows(), chosen);
    GroupStability stability =
        GroupStability.of(
            rows,
            Arrays.stream(chosen).map(row -> groups[row]).toArray(),
            clusters,
            DRAWS,
            seed(),
            (draw, places, drawn) -> {
              int[] again = Arrays.stream(places).map(place -> own[chosen[place]]).toArray();
              return Arrays.stream(fitted(drawn, again).groups(columns.rows(drawn)))
                  .map(group -> group == count ? -1 : group)
                  .toArray();
            },
            context);
    double mean = stability.mean();
    if (Double.isNaN(mean)) {
      return Optional.empty();
    }
    metrics.put(STABILITY, mean);
    return Optional.of(
        Text.of(
            "Made again from resampled rows, %d times, the rules find these groups with a mean"
                + " similarity of %.2f (Jaccard; 1: the same groups); the least stable group has"
                + " %.2f.",
            DRAWS, mean, stability.least()));
  }
}
