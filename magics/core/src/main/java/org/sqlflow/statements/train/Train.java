package org.sqlflow.statements.train;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.Matrix;
import org.sqlflow.data.RowSource;
import org.sqlflow.data.Schema;
import org.sqlflow.database.Database;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.database.RowLimit;
import org.sqlflow.engine.EngineException;
import org.sqlflow.engine.LocalEngine;
import org.sqlflow.engine.TrainingPlan;
import org.sqlflow.engine.TrainingResult;
import org.sqlflow.features.FeatureException;
import org.sqlflow.features.encoding.FeatureFitter;
import org.sqlflow.math.Aside;
import org.sqlflow.models.ClusteringModel;
import org.sqlflow.models.Estimator;
import org.sqlflow.models.Findings;
import org.sqlflow.models.Model;
import org.sqlflow.models.ModelException;
import org.sqlflow.models.Task;
import org.sqlflow.models.TrainingContext;
import org.sqlflow.models.TrainingListener;
import org.sqlflow.models.TrainingProgress;
import org.sqlflow.models.TrainingSummary;
import org.sqlflow.models.attributes.AttributeDeclaration;
import org.sqlflow.models.attributes.AttributeDeclarations;
import org.sqlflow.models.attributes.AttributeValues;
import org.sqlflow.models.attributes.CommonAttributes;
import org.sqlflow.models.clustering.ClusterOutputs;
import org.sqlflow.models.clustering.ClusterOverviews;
import org.sqlflow.models.clusters.GroupNames;
import org.sqlflow.models.drift.Baseline;
import org.sqlflow.models.drift.TrainingRange;
import org.sqlflow.report.Output;
import org.sqlflow.report.charts.FirstPicture;
import org.sqlflow.report.words.TrainingReport;
import org.sqlflow.statements.Attributes;
import org.sqlflow.statements.ModelNames;
import org.sqlflow.statements.NumberLabel;
import org.sqlflow.statements.StatementException;
import org.sqlflow.statements.StatementListener;
import org.sqlflow.statements.Workspace;
import org.sqlflow.statements.describe.ColumnInspection;
import org.sqlflow.statements.describe.EarlierPredictions;
import org.sqlflow.store.ModelStore;
import org.sqlflow.store.StoredModel;
import org.sqlflow.syntax.Name;
import org.sqlflow.syntax.Statement;
import org.sqlflow.text.Redactor;

/** TO TRAIN: trains a model on the query's rows and stores it. */
public final class Train {
  /** A sample in percent of DuckDB, which takes whole blocks of rows. */
  private static final Pattern SYSTEM_SAMPLE =
      Pattern.compile(
          "(?i)\\bSAMPLE\\s*\\(?\\s*([0-9.]+)\\s*(?:%|PERCENT\\b)(?!\\s*\\(\\s*(?:bernoulli|reservoir))");

  private final Statement.Train statement;
  private final String text;
  private final Workspace workspace;
  private final StatementListener listener;
  private final Instant started = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private Estimator estimator;
  private final Attributes written;
  private final AttributeDeclarations declarations;
  private final AttributeValues attributes;
  private Optional<ColumnInspection> inspection = Optional.empty();
  private Optional<ColumnInspection.Words> words = Optional.empty();
  private Optional<SeparateGroups> separate = Optional.empty();
  private Optional<Matching> matching = Optional.empty();
  private List<Output> shown = List.of();

  /** Nothing is read before {@link #run}. */
  public Train(Statement.Train statement, Workspace workspace, StatementListener listener) {
    this(statement, statement.text(), workspace, listener);
  }

  /**
   * The same.
   *
   * @param stored the text that is stored with the model
   */
  public Train(
      Statement.Train statement, String stored, Workspace workspace, StatementListener listener) {
    this.statement = statement;
    this.text = stored;
    this.workspace = workspace;
    this.listener = listener;
    this.estimator = workspace.estimator(statement.estimator());
    this.written = new Attributes(statement.attributes());
    this.declarations = new AttributeDeclarations(estimator.attributes());
    this.attributes = written.check(declarations);
  }

  /**
   * Trains a model, stores it with its findings, and shows what was learnt.
   *
   * @throws StatementException if the columns, attributes or rows do not fit the estimator
   */
  public void run() {
    Optional<BaseModel> base = BaseModel.of(statement, attributes, workspace);
    matching = Matching.of(statement, estimator.task(), attributes, workspace);
    boolean replaces =
        workspace.store().names().stream().anyMatch(statement.into().text()::equalsIgnoreCase);
    TrainingContext context = context();
    StoredModel stored;
    ModelStore.Saved saved;
    Aside<List<Output>> charts;
    if (!isQuiet()) {
      FirstPicture.prepare();
    }
    try {
      stored = train(base, context);
      listener.checkCancelled();
      context.storing();
      TrainingReport drawn = report(stored, List.of());
      charts = Aside.start("sqlflow-charts", check -> charts(drawn));
      saved =
          workspace
              .store()
              .save(
                  stored,
                  Math.toIntExact(attributes.wholeLong(CommonAttributes.KEEP_VERSIONS)),
                  listener);
    } catch (CancellationException stopped) {
      throw new CancellationException(interrupted(context, replaces));
    } catch (ModelException error) {
      throw error.blame().isEmpty() && base.isPresent()
          ? new StatementException(error.getMessage(), base.get().name().position())
          : written.located(error, declarations, isOfColumns(error) ? columnsFirst() : "");
    } finally {
      listener.trainingEnded();
    }
    List<String> notes =
        new ArrayList<>(words.map(ColumnInspection.Words::notes).orElse(List.of()));
    base.ifPresent(model -> notes.addAll(model.notes(attributes)));
    notes.addAll(
        ModelNames.versions(
            saved,
            statement.into().text(),
            Math.toIntExact(attributes.wholeLong(CommonAttributes.KEEP_VERSIONS))));
    report(stored, notes).outputs(charts.result(() -> {})).forEach(listener::output);
    shown.forEach(listener::output);
  }

  private List<Output> charts(TrainingReport report) {
    if (!isQuiet()) {
      FirstPicture.await();
    }
    return report.charts();
  }

  /** Whether other columns may help. */
  private static boolean isOfColumns(ModelException error) {
    return error.blame().isEmpty() || error.attribute().isPresent();
  }

  /**
   * What precedes an error about too little to learn from: the columns that could be used but are
   * not.
   */
  private String columnsFirst() {
    List<String> first =
        inspection
            .flatMap(ColumnInspection::unused)
            .map(ColumnInspection.Words::first)
            .orElse(List.of());
    StringBuilder before = new StringBuilder();
    for (String line : first) {
      boolean isEnded = line.endsWith(".") || line.endsWith(":");
      before.append(line).append(isEnded ? " " : "; ");
    }
    return before.isEmpty() ? "" : before + "As it is, ";
  }

  private TrainingContext context() {
    return TrainingContext.of(isQuiet() ? new Quiet(listener) : listener);
  }

  /** Whether no progress and no charts are shown. */
  private boolean isQuiet() {
    return attributes.wholeLong(CommonAttributes.VERBOSE) == 0;
  }

  private StoredModel train(Optional<BaseModel> base, TrainingContext context) {
    estimator.validate(attributes, base.map(BaseModel::model));
    TrainingResult result = fit(base, context);
    if (matching.isPresent()) {
      Matching.Matched matched =
          matching
              .get()
              .apply(result, statement, workspace.schema(statement.query()), workspace, listener);
      result = matched.result();
      shown = matched.shown();
    }
    ColumnInspection.Words found =
        inspection.orElseThrow().found(result.fitted().leftOut(), estimator.task().hasTarget());
    words = Optional.of(found);
    TrainingSummary summary = result.trained().summary();
    List<String> features = result.fitted().encoding().featureNames();
    for (String step :
        new NextSteps(
                statement,
                workspace,
                summary,
                features,
                found,
                separate.map(SeparateGroups::found),
                separate.map(SeparateGroups::byKMeans).orElse(false))
            .sentences()) {
      summary = summary.withAdvice(step);
    }
    Model model = result.trained().model();
    Matrix rows = result.fitted().matrix();
    int clusters = model instanceof ClusteringModel clustering ? clustering.clusters() : 0;
    ClusterOutputs.Assigned assigned =
        model instanceof ClusteringModel clustering
            ? ClusterOutputs.Assigned.of(clustering, rows)
            : new ClusterOutputs.Assigned(new int[0], new float[0]);
    TrainingRange range = TrainingRange.of(rows, clusters, assigned.groups());
    Baseline baseline =
        Baseline.of(
            result.fitted().encoding(),
            rows,
            assigned.groups(),
            range,
            result.fitted().gaps(),
            (long) rows.rows() + result.fitted().skipped());
    double seconds = context.seconds();
    return new StoredModel(
        statement.into().text(),
        // This may be another estimator: autoCluster trains the model of the best method.
        model.estimator().name(),
        result.fitted().encoding(),
        model.content(),
        new StoredModel.History(
            Redactor.redactedSql(text),
            base.map(used -> used.name().text()).orElse(""),
            statement.label().map(Name::text).orElse(""),
            written.asWritten(),
            found.leftOut(),
            result.fitted().skipped(),
            started.toString(),
            seconds,
            Versions.all(),
            summary.upTo(seconds),
            range,
            matching.map(earlier -> earlier.names(model)).orElse(GroupNames.NONE),
            assigned.sketch(clusters),
            0,
            baseline));
  }

  /** Reads the rows, trains, and describes what was found. */
  private TrainingResult fit(Optional<BaseModel> base, TrainingContext context) {
    Schema schema = workspace.schema(statement.query());
    Database database = workspace.database();
    String query = statement.query().text();
    TrainingPlan plan;
    List<ColumnRead> reads;
    context.reading(0);
    try {
      inspection =
          Optional.of(
              new ColumnInspection(
                  database,
                  query,
                  schema,
                  EarlierPredictions.of(statement.query(), schema, workspace)));
      plan =
          new TrainingColumns(statement, estimator, attributes, workspace)
              .plan(base, schema, inspection.get());
      estimator = plan.estimator();
      reads = new ArrayList<>(plan.reads().stream().map(read -> read.in(schema)).toList());
      reads.addAll(inspection.get().further());
    } catch (DatabaseException error) {
      listener.checkCancelled();
      throw Workspace.refused(error, statement.query());
    }
    OptionalLong all = OptionalLong.empty();
    RowLimit limit = RowLimit.atMost(LocalEngine.INSTANCE.mostRows(plan));
    Optional<ClusterTraining> cluster = Optional.empty();
    try {
      cluster = ClusterTraining.of(plan, database, schema, query, context);
      plan = cluster.map(ClusterTraining::plan).orElse(plan);
      if (plan.sample().isPresent() && database.samplesRows()) {
        long count = cluster.isPresent() ? cluster.get().rows() : database.count(query);
        long wanted = plan.sample().get().of(count);
        LocalEngine.INSTANCE.checkRows(plan, wanted);
        all = OptionalLong.of(count);
        limit = RowLimit.about(wanted, count, plan.seed());
      } else if (plan.sample().isPresent()) {
        limit = RowLimit.ALL;
      }
      plan = new ValidationQuery(attributes, written, workspace).added(plan);
      try {
        RowSource rows = database.read(query, reads, limit);
        try (TrainingResult result =
            workspace.engines().forTraining(plan, rows).train(plan, rows, all, context)) {
          TrainingResult known = cluster.isPresent() ? cluster.get().completed(result) : result;
          return known.with(summary(known, context));
        }
      } finally {
        plan.validation().ifPresent(validation -> validation.rows().close());
      }
    } catch (DatabaseException error) {
      listener.checkCancelled();
      refuseTextLabel(error, plan);
      throw Workspace.refused(error, statement.query());
    } catch (FeatureException error) {
      refuseSampleOfBlocks(error, query);
      throw error;
    } catch (EngineException error) {
      throw new StatementException(error.getMessage(), statement.query().position());
    } catch (ClusterSums.ClusterRowsException error) {
      throw new StatementException(ClusterTraining.changed(error), statement.query().position());
    } finally {
      cluster.ifPresent(ClusterTraining::close);
    }
  }

  private void refuseTextLabel(DatabaseException error, TrainingPlan plan) {
    if (estimator.task() == Task.REGRESSION && plan.target().isPresent()) {
      NumberLabel.check(
          estimator.name(),
          plan.target().get(),
          statement.label().orElseThrow(),
          error,
          "use a column of numbers, or a classifier");
    }
  }

  /** A sample of blocks may have no rows. */
  private void refuseSampleOfBlocks(FeatureException error, String query) {
    Matcher sample = SYSTEM_SAMPLE.matcher(query);
    boolean isUnlucky =
        error.getMessage().equals(FeatureFitter.NO_ROWS) && workspace.database().samplesRows();
    if (isUnlucky && sample.find()) {
      throw new StatementException(
          error.getMessage()
              + ": a sample in percent takes whole blocks of rows, of which a small table has"
              + " one. Sample rows instead: USING SAMPLE "
              + sample.group(1)
              + "% (bernoulli)",
          statement.query().position());
    }
  }

  /**
   * The summary with what is known only after the training: the sample, and a description of the
   * clusters.
   */
  private TrainingSummary summary(TrainingResult result, TrainingContext context) {
    TrainingSummary summary =
        result
            .trained()
            .summary()
            .withDetails(result.fitted().encoding().balance().stream().toList());
    for (String note : result.fitted().notes()) {
      summary = summary.withNote(note);
    }
    if (result.sample().isPresent()) {
      summary = summary.withNote(result.sample().get());
    }
    summary = summary.withDetails(result.fitted().scaling().stream().toList());
    if (result.trained().model() instanceof ClusteringModel model
        && NextSteps.isDoubtful(summary)) {
      Matrix rows = result.fitted().matrix();
      long seed = attributes.wholeLong(CommonAttributes.SEED);
      separate = SeparateGroups.of(model, rows, seed, context);
      if (separate.isPresent()) {
        summary = summary.withNote(separate.get().words(model, rows));
      }
    }
    boolean clustering =
        result.trained().model() instanceof ClusteringModel
            && summary.findings() instanceof Findings.Clustering;
    return clustering
        ? summary.with(
            ((Findings.Clustering) summary.findings())
                .with(
                    ClusterOverviews.of(
                        (ClusteringModel) result.trained().model(),
                        result.fitted(),
                        result.measures(),
                        context)))
        : summary;
  }

  /** The message about a training that was interrupted and stored nothing. */
  private String interrupted(TrainingContext context, boolean replaces) {
    boolean keeps = attributes.text(CommonAttributes.ON_INTERRUPT).equals(CommonAttributes.KEEP);
    String model = statement.into().text();
    String message = "the training of " + model + " was interrupted in " + context.where() + ". ";
    if (context.isEndingEarly()) {
      message += "It was interrupted again before its best state was stored. ";
    } else if (keeps) {
      message += "There was no state to keep yet. ";
    }
    message += replaces ? "The earlier " + model + " is unchanged." : "Nothing is stored.";
    return keeps ? message : message + " With train.on_interrupt = keep, its best state is stored.";
  }

  private TrainingReport report(StoredModel stored, List<String> notes) {
    StoredModel.History history = stored.history();
    return new TrainingReport(
        stored.name(),
        stored.type(),
        stored.encoding().featureNames(),
        history.leftOut(),
        history.skippedRows(),
        history.seconds(),
        history.summary(),
        attributes.wholeLong(CommonAttributes.VERBOSE),
        words.map(ColumnInspection.Words::first).orElse(List.of()),
        notes,
        chosen(history.summary()).stream().toList(),
        history.groupNames());
  }

  /**
   * The attributes that were chosen automatically: without a fixed default, and not set by WITH.
   */
  private Optional<String> chosen(TrainingSummary summary) {
    List<String> chosen =
        estimator.attributes().stream()
            .filter(attribute -> attribute.defaultValue().isEmpty())
            .map(AttributeDeclaration::name)
            .filter(name -> !attributes.isGiven(name))
            .filter(summary.attributesAsUsed()::containsKey)
            .map(name -> name + " = " + summary.attributesAsUsed().get(name))
            .toList();
    return chosen.isEmpty()
        ? Optional.empty()
        : Optional.of("Chosen for these rows: " + String.join(", ", chosen) + ".");
  }

  /** Passes on cancellation, but no progress. */
  private record Quiet(StatementListener listener) implements TrainingListener {
    @Override
    public void progress(TrainingProgress progress) {}

    @Override
    public void checkCancelled() {
      listener.checkCancelled();
    }

    @Override
    public void endsEarly() {
      listener.endsEarly();
    }
  }
}
