package org.sqlflow.statements.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.models.Findings;
import org.sqlflow.models.Findings.Trial;
import org.sqlflow.models.TrainingSummary;
import org.sqlflow.models.attributes.AttributeDeclaration;
import org.sqlflow.models.attributes.AttributeDeclarations;
import org.sqlflow.models.attributes.CommonAttributes;
import org.sqlflow.models.clustering.ClusterAttributes;
import org.sqlflow.models.clustering.rules.RuledEstimator;
import org.sqlflow.models.clusters.ClusterJudgement.Comparison;
import org.sqlflow.models.metrics.NeighbourGroups;
import org.sqlflow.models.training.MetricNames;
import org.sqlflow.statements.Workspace;
import org.sqlflow.statements.describe.ColumnInspection;
import org.sqlflow.syntax.Statement;
import org.sqlflow.text.Redactor;
import org.sqlflow.text.SqlNames;
import org.sqlflow.text.Text;

/**
 * What to do after a training, by what it found: at most two sentences, each of which ends with a
 * statement that runs as it is. Depends only on the findings and on the statement.
 *
 * @param summary of the training
 * @param features the names of the model's features
 * @param words what was found out about the columns
 * @param shapes clearly separate groups in the rows, if the model's groups are doubtful
 * @param simple whether k-means finds these groups when asked for as many
 */
record NextSteps(
    Statement.Train statement,
    Workspace workspace,
    TrainingSummary summary,
    List<String> features,
    ColumnInspection.Words words,
    Optional<NeighbourGroups> shapes,
    boolean simple) {
  private static final String KMEANS = "kmeans";
  private static final String SPECTRAL = "spectral";
  private static final String CLUSTER_MODEL = "clusterModel";

  /** A longer query would hide the statement that follows it. */
  private static final int LONGEST_QUERY = 240;

  /**
   * Below this silhouette groups are doubtful, if there were no rows without groups to compare
   * with.
   */
  private static final double LOW = 0.25;

  private static final int MOST_AMOUNTS = 3;

  /** If a table has the name, the name is tried with numbers up to this one. */
  private static final int MOST_TRIED = 9;

  /** The sentences, the most important first. */
  List<String> sentences() {
    Findings findings = summary.findings();
    return switch (findings.task()) {
      case CLUSTERING -> clustering((Findings.Clustering) findings);
      case ENCODING -> encoding();
      case CLASSIFICATION, REGRESSION -> prediction();
    };
  }

  /** Groups that are rules are explained best by these. */
  private String ruled() {
    return summary.attributesAsUsed().containsKey(RuledEstimator.RULES) ? " USING rules" : "";
  }

  private List<String> clustering(Findings.Clustering found) {
    String explain = "what each group is: " + query() + " TO EXPLAIN " + model() + ruled();
    Optional<String> better =
        words.first().isEmpty()
            ? target().or(() -> cuts(found)).or(() -> doubts(found))
            : columns();
    return better
        .map(first -> List.of(first, "To see " + explain))
        .orElseGet(
            () ->
                List.of(
                    "To see " + explain,
                    "To write the group of each row to a table: " + predict("groups", "group_id")));
  }

  /** What to do if columns are not used that could be. */
  private Optional<String> columns() {
    if (words.numbers() == ColumnInspection.Numbers.NONE) {
      return Optional.of(
          "To see what the other columns hold, and how to use them: " + query() + " TO DESCRIBE");
    }
    Map<String, String> changed = new LinkedHashMap<>();
    changed.put(CommonAttributes.TEXT_NUMBERS, "true");
    if (words.numbers() == ColumnInspection.Numbers.SOME_MISSING
        && !summary.attributesAsUsed().getOrDefault(CommonAttributes.ON_NULL, "").equals("mean")) {
      changed.put(CommonAttributes.ON_NULL, "skip");
    }
    return Optional.of(
        "To use the numbers in texts, train again: "
            + again(statement.estimator().text(), changed, clause("COLUMN")));
  }

  /** What to do if the groups may be made from what is to be predicted. */
  private Optional<String> target() {
    boolean isOpen = statement.columns().isEmpty() && statement.label().isEmpty();
    return words.targets().stream()
        .filter(column -> isOpen)
        .findFirst()
        .map(
            column ->
                "To make groups without "
                    + column
                    + ", and compare them with it later: "
                    + again(
                        statement.estimator().text(),
                        Map.of(),
                        "LABEL " + SqlNames.inClause(column)));
  }

  /** How to cut rows without groups into parts anyway. */
  private Optional<String> cuts(Findings.Clustering found) {
    if (found.sizes().size() != 1 || workspace.estimators().find(KMEANS).isEmpty()) {
      return Optional.empty();
    }
    int number =
        found.trials().stream().mapToInt(Trial::clusters).filter(n -> n > 1).findFirst().orElse(2);
    return Optional.of(
        "To cut them into "
            + number
            + " all the same: "
            + other(KMEANS, Map.of(ClusterAttributes.CLUSTERS, String.valueOf(number))));
  }

  /** What to try if the groups are doubtful, or those of k-means are better. */
  private Optional<String> doubts(Findings.Clustering found) {
    if (shapes.isPresent()
        && (simple || !statement.estimator().text().equals(SPECTRAL))
        && workspace.estimators().find(SPECTRAL).isPresent()) {
      String parts = String.valueOf(shapes.get().sizes().size());
      if (simple) {
        return Optional.of(
            "To get these "
                + parts
                + " groups: "
                + again(
                    statement.estimator().text(),
                    Map.of(ClusterAttributes.CLUSTERS, parts),
                    clause("COLUMN")));
      }
      return Optional.of(
          "To find groups of any shape: "
              + other(SPECTRAL, Map.of(ClusterAttributes.CLUSTERS, parts)));
    }
    if (found.judgement().kMeans().wasMade()
        && found.judgement().verdict() == Comparison.Verdict.K_MEANS
        && workspace.estimators().find(KMEANS).isPresent()) {
      return Optional.of(
          "To compare with plain k-means: "
              + other(KMEANS, Map.of(ClusterAttributes.CLUSTERS, clusters(found))));
    }
    if (!isDoubtful(summary)) {
      return Optional.empty();
    }
    List<String> amounts =
        words.amounts().stream().filter(features::contains).limit(MOST_AMOUNTS).toList();
    if (!amounts.isEmpty() && statement.columns().isEmpty()) {
      return Optional.of(
          Text.of(
              "A few very large values of %s can hide groups. To bring them nearer, train again:"
                  + " %s",
              String.join(", ", amounts),
              again(statement.estimator().text(), Map.of(), logarithms(amounts))));
    }
    boolean isGiven = found.sweep().isEmpty();
    return isGiven && takesAuto()
        ? Optional.of(
            "To try other numbers of groups: "
                + again(
                    statement.estimator().text(),
                    Map.of(ClusterAttributes.CLUSTERS, "auto"),
                    clause("COLUMN")))
        : Optional.of("To look for columns that distinguish rows: " + query() + " TO DESCRIBE");
  }

  /** Whether k-means separates no groups in the rows, and the model neither. */
  static boolean isDoubtful(TrainingSummary summary) {
    Double silhouette = summary.metrics().get(MetricNames.SILHOUETTE);
    if (silhouette == null || !(summary.findings() instanceof Findings.Clustering found)) {
      return false;
    }
    return switch (found.judgement().worth(silhouette, Double.NaN)) {
      case SINGLE_COLUMNS, CUTS, NOT_PROVEN -> true;
      case NO_GAPS, NOT_COMPARED -> silhouette < LOW;
      case GAPS, TOUCHING, NOT_SEPARATED, SEPARATED -> false;
    };
  }

  private static String clusters(Findings.Clustering found) {
    return String.valueOf(found.clusters());
  }

  private boolean takesAuto() {
    return declarations(statement.estimator().text())
        .find(ClusterAttributes.CLUSTERS)
        .map(AttributeDeclaration::type)
        .filter(ClusterAttributes.CANDIDATES::equals)
        .isPresent();
  }

  private static String logarithms(List<String> amounts) {
    String names = amounts.stream().map(SqlNames::inClause).collect(Collectors.joining(", "));
    String logs =
        amounts.stream()
            .map(name -> "LOG(" + SqlNames.inClause(name) + ")")
            .collect(Collectors.joining(", "));
    return "COLUMN * EXCEPT (" + names + "), " + logs;
  }

  private List<String> encoding() {
    List<String> steps = new ArrayList<>();
    if (workspace.estimators().find(CLUSTER_MODEL).isPresent()) {
      String columns = clause("COLUMN");
      steps.add(
          "To group the rows by their codes: "
              + query()
              + " TO TRAIN "
              + CLUSTER_MODEL
              + " WITH "
              + ClusterAttributes.CLUSTERS
              + " = auto"
              + spaced(columns)
              + spaced(clause("LABEL"))
              + " USING "
              + model()
              + " INTO "
              + SqlNames.model(statement.into().text() + "_groups"));
    }
    steps.add("To write the codes of each row to a table: " + predict("codes", "code"));
    return steps;
  }

  private List<String> prediction() {
    String label = clause("LABEL");
    return List.of(
        "To see how good it is on other rows, replace the query by one for rows that it was not"
            + " trained on: "
            + query()
            + " TO EVALUATE "
            + model()
            + spaced(label),
        "To write a prediction for each row to a table: " + predict("predictions", "predicted"));
  }

  private String predict(String content, String column) {
    return Text.of(
        "%s TO PREDICT %s.%s USING %s",
        query(),
        table(statement.into().text().replaceAll("\\W+", "_") + "_" + content),
        column,
        model());
  }

  /** A table name that does not belong to a table that a prediction must not replace. */
  private String table(String wanted) {
    String name = workspace.database().folded(wanted);
    for (int number = 2; number <= MOST_TRIED; number++) {
      if (!isTaken(name)) {
        break;
      }
      name = workspace.database().folded(wanted + "_" + number);
    }
    return workspace.database().names().inSql(name);
  }

  /**
   * Does not fail on a lost connection, so that the trained model is not lost: storing it connects
   * again.
   */
  private boolean isTaken(String name) {
    try {
      return workspace.database().table(List.of(name)).filter(t -> !t.predicted()).isPresent();
    } catch (DatabaseException lost) {
      return false;
    }
  }

  private String model() {
    return SqlNames.model(statement.into().text());
  }

  /**
   * The query on one line and without comments, or a placeholder for one that must not be shown.
   */
  private String query() {
    String text = statement.query().text();
    String line = TrainingText.line(text);
    boolean isAsWritten = statement.text().startsWith(text); // without values of variables
    boolean isShown =
        isAsWritten
            && line.length() <= LONGEST_QUERY
            && line.indexOf('\n') < 0
            && Redactor.redactedSql(text).equals(text);
    return isShown ? line : "\u2026 (the same query)";
  }

  /** The same training with other attributes and columns. */
  private String again(String estimator, Map<String, String> changed, String columns) {
    return train(estimator, changed, columns, clause("USING"), statement.into().text());
  }

  /** The same columns with another estimator. */
  private String other(String estimator, Map<String, String> changed) {
    return train(
        estimator, changed, clause("COLUMN"), "", statement.into().text() + "_" + estimator);
  }

  private String train(
      String estimator, Map<String, String> changed, String columns, String using, String into) {
    return query()
        + " TO TRAIN "
        + estimator
        + spaced(attributes(estimator, changed))
        + spaced(columns)
        + spaced(clause("LABEL"))
        + spaced(using)
        + " INTO "
        + SqlNames.model(into);
  }

  private String attributes(String estimator, Map<String, String> changed) {
    return text().attributes(estimator, changed);
  }

  private AttributeDeclarations declarations(String estimator) {
    return text().declarations(estimator);
  }

  private String clause(String keyword) {
    return text().clause(keyword);
  }

  private TrainingText text() {
    return new TrainingText(statement, workspace.estimators());
  }

  private static String spaced(String clause) {
    return TrainingText.spaced(clause);
  }
}
