package org.sqlflow.statements.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.sqlflow.data.Schema;
import org.sqlflow.database.Database;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.engine.EngineException;
import org.sqlflow.engine.LocalEngine;
import org.sqlflow.engine.TrainingPlan;
import org.sqlflow.engine.TrainingResult;
import org.sqlflow.export.ExportException;
import org.sqlflow.export.PassSql;
import org.sqlflow.features.Feature;
import org.sqlflow.features.FeatureException;
import org.sqlflow.features.OnNull;
import org.sqlflow.features.encoding.AggregateFitter;
import org.sqlflow.features.encoding.FeatureEncoding;
import org.sqlflow.features.encoding.FeatureFitter;
import org.sqlflow.features.encoding.FeatureSelection;
import org.sqlflow.features.encoding.LeftOut;
import org.sqlflow.features.scale.Scale;
import org.sqlflow.models.ModelException;
import org.sqlflow.models.Requirement;
import org.sqlflow.models.TrainingContext;
import org.sqlflow.models.TrainingSummary;
import org.sqlflow.models.attributes.CommonAttributes;
import org.sqlflow.text.Text;

/**
 * A training on rows that stay in a cluster: features are learnt from aggregates of all rows, the
 * estimator starts on a random sample of them, and one that learns from sums goes on with passes
 * over all rows. This process never holds more rows than the sample. Closing it drops what the
 * passes keep in the cluster.
 */
final class ClusterTraining implements AutoCloseable {
  /**
   * The most rows of the sample on which an estimator with passes starts: enough to find the
   * groups.
   */
  private static final long MOST_TO_START = 100_000;

  /** The most rows of the sample on which an estimator without passes is trained. */
  private static final long MOST_TO_TRAIN = 1_000_000;

  /** A sample has at most one part in so many of the rows that would fit into memory. */
  private static final long PART_OF_MOST = 4;

  private final Database database;
  private final Schema schema;
  private final String query;
  private final long rows;
  private final TrainingPlan asked;
  private final TrainingContext context;
  private final boolean isAsked;
  private TrainingPlan plan;
  private Optional<AggregateFitter.Fitted> learnt = Optional.empty();
  private Optional<ClusterSums> sums = Optional.empty();
  private String obstacle = "";

  private ClusterTraining(
      TrainingPlan plan,
      Database database,
      Schema schema,
      String query,
      long rows,
      boolean isAsked,
      TrainingContext context) {
    this.asked = plan;
    this.plan = plan;
    this.database = database;
    this.schema = schema;
    this.query = query;
    this.rows = rows;
    this.isAsked = isAsked;
    this.context = context;
  }

  /**
   * The training in the cluster, if it is to run there, with its features already learnt.
   *
   * @throws FeatureException if the columns cannot be features as asked
   * @throws DatabaseException if the database refuses
   */
  static Optional<ClusterTraining> of(
      TrainingPlan plan, Database database, Schema schema, String query, TrainingContext context) {
    String engine = plan.attributes().text(CommonAttributes.ENGINE);
    boolean isAsked = engine.equals(CommonAttributes.CLUSTER);
    if (isAsked && !database.trainsRows()) {
      throw new ModelException(
          "train.engine = cluster needs a Spark cluster, which this database is not: connect to one"
              + " (%sqlflow --connect sc://host:15002), or leave the attribute out",
          CommonAttributes.ENGINE);
    }
    if (isAsked && plan.sample().isPresent()) {
      throw new ModelException(
          "train.sample trains here on a sample of the rows, and train.engine = cluster learns"
              + " from all rows: leave one of them out",
          CommonAttributes.ENGINE);
    }
    if (!database.trainsRows() || plan.sample().isPresent()) {
      return Optional.empty();
    }
    long rows = database.count(query);
    if (!isAsked && fits(plan, rows, engine.equals(CommonAttributes.LOCAL))) {
      return Optional.empty();
    }
    return Optional.of(begin(plan, database, schema, query, rows, isAsked, context));
  }

  /**
   * A training whose features are learnt from all rows.
   *
   * @param isAsked whether the user asked for it
   */
  static ClusterTraining begin(
      TrainingPlan plan,
      Database database,
      Schema schema,
      String query,
      long rows,
      boolean isAsked,
      TrainingContext context) {
    ClusterTraining training =
        new ClusterTraining(plan, database, schema, query, rows, isAsked, context);
    training.learn();
    return training;
  }

  /**
   * Whether this process has room for the rows.
   *
   * @param must refuses them if it has not
   */
  private static boolean fits(TrainingPlan plan, long rows, boolean must) {
    try {
      LocalEngine.INSTANCE.checkRowsReadOnce(plan, rows);
      return true;
    } catch (EngineException tooMany) {
      if (must) {
        throw new EngineException(
            tooMany.getMessage()
                + ". Or train on all rows in the cluster: WITH "
                + CommonAttributes.ENGINE
                + " = "
                + CommonAttributes.CLUSTER);
      }
      return false;
    }
  }

  /** How many rows the query has. */
  long rows() {
    return rows;
  }

  /** The plan of the training on the sample. */
  TrainingPlan plan() {
    return plan;
  }

  private void learn() {
    FeatureSelection selection = asked.features();
    OnNull onNull = OnNull.of(asked.attributes().text(CommonAttributes.ON_NULL));
    Scale scale = Scale.of(asked.attributes().text(CommonAttributes.SCALE));
    ClusterStatistics statistics =
        new ClusterStatistics(database, schema, query, rows, scale, onNull, context);
    Optional<FeatureEncoding> encoding = asked.baseEncoding().filter(this::isOfThese);
    long complete = rows;
    try {
      if (encoding.isEmpty()) {
        ClusterStatistics.Learnt all = statistics.learn(selection);
        boolean isRepeated =
            onNull == OnNull.SKIP && !all.fitted().leftOut().isEmpty() && all.complete() < rows;
        selection = selection.without(all.fitted().leftOut());
        // Rows were skipped because of a column that was then left out.
        ClusterStatistics.Learnt last = isRepeated ? statistics.learn(selection) : all;
        learnt =
            Optional.of(
                new AggregateFitter.Fitted(
                    last.fitted().encoding(),
                    all.fitted().leftOut(),
                    last.fitted().scaling(),
                    last.fitted().notes()));
        encoding = Optional.of(last.fitted().encoding());
        complete = onNull == OnNull.SKIP ? last.complete() : rows;
      } else if (onNull == OnNull.SKIP) {
        complete = statistics.learn(selection).complete();
      }
      sums = passes(encoding.get(), complete);
    } catch (ExportException inexpressible) {
      obstacle =
          ", since its features are not learnt in the cluster: " + inexpressible.getMessage();
    }
    long most = sums.isPresent() ? MOST_TO_START : MOST_TO_TRAIN;
    long sampled =
        Math.max(
            1, Math.min(rows, Math.min(most, LocalEngine.INSTANCE.mostRows(asked) / PART_OF_MOST)));
    plan =
        asked.with(
            new TrainingPlan.ClusterRows(sampled, sums.map(all -> all)),
            selection,
            learnt.map(AggregateFitter.Fitted::encoding).or(asked::baseEncoding));
  }

  private boolean isOfThese(FeatureEncoding base) {
    List<String> own = texts(asked.features().features());
    return own.equals(texts(base.features()));
  }

  private static List<String> texts(List<Feature> features) {
    return features.stream().map(feature -> feature.text().toLowerCase(Locale.ROOT)).toList();
  }

  /** The passes of an estimator that learns from sums; empty for another. */
  private Optional<ClusterSums> passes(FeatureEncoding encoding, long complete) {
    Set<Requirement> needed = asked.estimator().requirements();
    if (needed.contains(Requirement.ALL_ROWS_IN_MEMORY)) {
      return Optional.empty();
    }
    if (isByBatches()) {
      Optional<String> refusal = database.obstacleToWork();
      context.checkCancelled();
      if (refusal.isPresent()) {
        obstacle = ", since the cluster does not run SQLFlow's steps: " + refusal.get();
        return Optional.empty();
      }
    }
    PassSql sql = PassSql.of(encoding, schema, query, database.expressions(), database::literal);
    OptionalLong seed = isByBatches() ? OptionalLong.of(asked.seed()) : OptionalLong.empty();
    return Optional.of(new ClusterSums(database, sql, complete, seed, context));
  }

  /** The result of the training on the sample, with what is known about all rows. */
  TrainingResult completed(TrainingResult result) {
    FeatureFitter.Fitted fitted = result.fitted();
    TrainingResult known = result;
    if (learnt.isPresent()) {
      List<LeftOut> leftOut = new ArrayList<>(asked.features().leftOut());
      leftOut.addAll(learnt.get().leftOut());
      known =
          new TrainingResult(
              result.trained(),
              new FeatureFitter.Fitted(
                  fitted.encoding(),
                  fitted.matrix(),
                  fitted.rows(),
                  leftOut,
                  fitted.skipped(),
                  learnt.get().scaling(),
                  learnt.get().notes(),
                  fitted.gaps()),
              result.sample(),
              result.measures());
    }
    TrainingSummary summary = known.trained().summary().withNote(engine(fitted));
    return known.with(summary.withDetails(List.of(sameAgain())));
  }

  private int madePasses() {
    return sums.map(ClusterSums::passes).orElse(0);
  }

  /** A sentence on what ran where. */
  private String engine(FeatureFitter.Fitted fitted) {
    String why =
        isAsked
            ? "Trained in the cluster (train.engine = cluster): "
            : Text.of(
                "Trained in the cluster (train.engine = auto: %,d rows do not fit into this"
                    + " kernel's memory): ",
                rows);
    String features =
        learnt.isPresent() ? Text.of("the features are learnt from all %,d rows; ", rows) : "";
    long sampled = (long) fitted.matrix().rows() + fitted.skipped();
    if (madePasses() > 0) {
      return why + features + passes(sampled);
    }
    String name = asked.estimator().name();
    return why
        + features
        + Text.of(
            "%s is trained here on a random sample of %,d of %,d rows%s. Predictions of all rows"
                + " run in the cluster where SQL can express the model.",
            name, sampled, rows, obstacle);
  }

  private String passes(long sampled) {
    int partitions = sums.orElseThrow().partitions();
    String name = asked.estimator().name();
    String where =
        Text.of(
            "%s over all rows in %d %s",
            madePasses() == 1 ? "1 pass" : madePasses() + " passes",
            partitions,
            partitions == 1 ? "partition" : "partitions");
    String ofSample = " Scores, map and profile are those of the sample.";
    if (!isByBatches()) {
      return Text.of(
              "the groups started on a random sample of %,d rows, and %s determined them.",
              sampled, where)
          + ofSample;
    }
    return Text.of(
            "%s started on a random sample of %,d rows, and %s trained it", name, sampled, where)
        + (partitions == 1
            ? "."
            : ": each partition trained its own copy, and the next pass started from their mean.")
        + (asked.reportsMeasures() ? ofSample : "");
  }

  private boolean isByBatches() {
    return asked.estimator().requirements().contains(Requirement.PASSES_OF_BATCHES);
  }

  private String sameAgain() {
    String quantiles =
        plan.attributes().text(CommonAttributes.SCALE).equals(Scale.ROBUST.word())
            ? " Quantiles are approximate (ranks to 0.01 %), and can differ by that much."
            : "";
    return "Engine: cluster. The same seed, rows and partitions give the same model. A query that"
        + " moves rows between executors (JOIN, GROUP BY, DISTINCT) or that calls rand() can give"
        + " other partitions, samples and sums each time; one that reads a table gives the same."
        + quantiles;
  }

  /**
   * Why a pass read other rows than were counted.
   *
   * @param error of a pass
   */
  static String changed(ClusterSums.ClusterRowsException error) {
    return error.found() < error.counted()
        ? Text.of(
            "%,d of %,d rows have values that the features do not take, or the table changed during"
                + " the training. Filter such rows in the query, or set train.on_null = skip",
            error.counted() - error.found(), error.counted())
        : Text.of(
            "the query gave %,d rows at first and %,d later: store its rows in a table, and train"
                + " on that",
            error.counted(), error.found());
  }

  @Override
  public void close() {
    sums.ifPresent(ClusterSums::close);
  }
}
