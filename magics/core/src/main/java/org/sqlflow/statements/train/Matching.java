package org.sqlflow.statements.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.sqlflow.data.Schema;
import org.sqlflow.engine.TrainingResult;
import org.sqlflow.models.ClusteringModel;
import org.sqlflow.models.Findings;
import org.sqlflow.models.Model;
import org.sqlflow.models.Task;
import org.sqlflow.models.Trained;
import org.sqlflow.models.TrainingSummary;
import org.sqlflow.models.attributes.AttributeValues;
import org.sqlflow.models.attributes.CommonAttributes;
import org.sqlflow.models.clusters.ClusterProfile;
import org.sqlflow.models.clusters.GroupNames;
import org.sqlflow.models.metrics.GroupMatching;
import org.sqlflow.report.Output;
import org.sqlflow.report.words.MatchingReport;
import org.sqlflow.statements.StatementException;
import org.sqlflow.statements.StatementListener;
import org.sqlflow.statements.Workspace;
import org.sqlflow.store.ModelName;
import org.sqlflow.store.StoredModel;
import org.sqlflow.syntax.Name;
import org.sqlflow.syntax.Statement;
import org.sqlflow.text.Text;

/**
 * An earlier model, whose groups give their numbers to the matching groups of a training ({@value
 * CommonAttributes#MATCH}).
 *
 * @param name of its version, such as m@1
 */
record Matching(String name, StoredModel stored, ClusteringModel model) {
  /** A note that names groups by their numbers in the training. */
  private static final Pattern NUMBERED =
      Pattern.compile("^(Groups? )(\\d+(?:(?:, | and )\\d+)*)( holds? |: )");

  /** A detail that gives the rule of a group. */
  private static final Pattern RULE = Pattern.compile("^(Group )(\\d+)(: )");

  private static final Pattern NUMBER = Pattern.compile("\\d+");

  /** The earlier model of a training that names one. */
  static Optional<Matching> of(
      Statement.Train statement, Task task, AttributeValues attributes, Workspace workspace) {
    Optional<String> match = attributes.value(CommonAttributes.MATCH).map(String::valueOf);
    if (match.isEmpty()) {
      return Optional.empty();
    }
    Name name =
        statement.attributes().stream()
            .filter(attribute -> attribute.name().text().toLowerCase(Locale.ROOT).endsWith("match"))
            .map(attribute -> new Name(match.get(), false, attribute.value().position()))
            .findFirst()
            .orElseThrow();
    if (task != Task.CLUSTERING) {
      throw new StatementException(
          CommonAttributes.MATCH
              + " matches groups, and "
              + statement.estimator()
              + " makes none: leave it out",
          name.position());
    }
    StoredModel stored = workspace.model(name);
    Model model = workspace.restored(stored);
    if (!(model instanceof ClusteringModel clustering)) {
      throw workspace.notGrouping(stored, name);
    }
    String plain = ModelName.of(stored.name()).model();
    return Optional.of(new Matching(ModelName.of(plain, stored.version()), stored, clustering));
  }

  /**
   * A training whose groups are renumbered.
   *
   * @param shown outputs about the matching
   */
  record Matched(TrainingResult result, List<Output> shown) {}

  /** Renumbers the groups of a training. Its row source must be closed. */
  Matched apply(
      TrainingResult result,
      Statement.Train statement,
      Schema schema,
      Workspace workspace,
      StatementListener listener) {
    ClusteringModel later = (ClusteringModel) result.trained().model();
    Findings.Clustering found = (Findings.Clustering) result.trained().summary().findings();
    List<String> missing =
        stored.encoding().columns().stream()
            .filter(column -> schema.find(column).isEmpty())
            .toList();
    GroupMatching matching;
    List<String> notes = new ArrayList<>();
    if (missing.isEmpty()) {
      BothModels both =
          new BothModels(
              new BothModels.Side(stored.encoding(), model),
              new BothModels.Side(result.fitted().encoding(), later));
      BothModels.Counts counts = new BothModels.Counts(both);
      both.read(statement.query(), schema, workspace, listener, counts::add);
      matching = GroupMatching.of(counts.both(), model.groups(), listener);
    } else {
      List<String> common = common(found.overview().profile());
      if (common.isEmpty()) {
        throw new StatementException(
            Text.of(
                "the groups of %s cannot be matched: the query lacks %s, and no feature is the"
                    + " same. Leave out %s",
                name, String.join(", ", missing), CommonAttributes.MATCH),
            statement.query().position());
      }
      matching =
          GroupMatching.ofDistances(
              distances(found.overview().profile(), common), model.groups(), listener);
      notes.add(
          Text.of(
              "The query lacks %s, which %s was trained on: the groups are matched by their"
                  + " centres (%s).",
              String.join(", ", missing), name, String.join(", ", common)));
    }
    int[] numbers = matching.numbers();
    MatchingReport report =
        new MatchingReport(
            name,
            statement.into().text(),
            matching,
            true,
            stored.history().groupNames(),
            names(later.renumbered(numbers)));
    TrainingSummary summary = renumbered(result.trained().summary(), numbers);
    List<String> sentences = new ArrayList<>(report.sentences());
    sentences.addAll(notes);
    for (int i = sentences.size() - 1; i >= 0; i--) {
      summary = summary.withNote(sentences.get(i));
    }
    return new Matched(
        result.with(new Trained(later.renumbered(numbers), summary)), report.outputs());
  }

  private TrainingSummary renumbered(TrainingSummary summary, int[] numbers) {
    Findings.Clustering found = (Findings.Clustering) summary.findings();
    return summary
        .with(found.renumbered(numbers))
        .withNotes(renumbered(summary.notes(), NUMBERED, numbers))
        .withOnlyDetails(renumbered(summary.details(), RULE, numbers));
  }

  private static List<String> renumbered(List<String> lines, Pattern pattern, int[] numbers) {
    return lines.stream()
        .map(
            line ->
                pattern
                    .matcher(line)
                    .replaceFirst(
                        groups ->
                            Matcher.quoteReplacement(
                                groups.group(1)
                                    + NUMBER
                                        .matcher(groups.group(2))
                                        .replaceAll(n -> number(n.group(), numbers))
                                    + groups.group(3))))
        .toList();
  }

  private static String number(String written, int[] numbers) {
    int group = Integer.parseInt(written);
    return group < numbers.length ? String.valueOf(numbers[group]) : written;
  }

  /** The names of the groups that the later model still has. */
  GroupNames names(Model later) {
    boolean[] there = ((ClusteringModel) later).groups();
    Map<Integer, String> names = stored.history().groupNames().names();
    names.keySet().removeIf(number -> number >= there.length || !there[number]);
    return new GroupNames(names);
  }

  private ClusterProfile profile() {
    return ((Findings.Clustering) stored.history().summary().findings()).overview().profile();
  }

  private List<String> common(ClusterProfile later) {
    List<String> names = later.features().stream().map(ClusterProfile.Feature::name).toList();
    return profile().features().stream()
        .map(ClusterProfile.Feature::name)
        .filter(names::contains)
        .collect(Collectors.toList());
  }

  /** The distances between the means of groups, in the earlier standard deviations, per feature. */
  private double[][] distances(ClusterProfile later, List<String> common) {
    ClusterProfile earlier = profile();
    double[][] distances = new double[model.clusters()][later.groups().size()];
    for (int i = 0; i < distances.length; i++) {
      for (int j = 0; j < distances[i].length; j++) {
        double sum = 0;
        for (String feature : common) {
          double deviation = feature(earlier, feature).deviation();
          double before = mean(earlier, i, feature);
          double after = mean(later, j, feature);
          double square = (before - after) / (deviation > 0 ? deviation : 1);
          sum += Double.isFinite(square) ? square * square : 0;
        }
        distances[i][j] = Math.sqrt(sum / common.size());
      }
    }
    return distances;
  }

  private static ClusterProfile.Feature feature(ClusterProfile profile, String name) {
    return profile.features().stream()
        .filter(feature -> feature.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static double mean(ClusterProfile profile, int group, String feature) {
    return profile.groups().stream()
        .filter(one -> one.number() == group)
        .flatMap(one -> one.means().stream())
        .filter(mean -> mean.feature().equals(feature))
        .mapToDouble(ClusterProfile.GroupMean::mean)
        .findFirst()
        .orElse(Double.NaN);
  }
}
