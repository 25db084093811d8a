package org.sqlflow.statements.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.sqlflow.data.Column;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.Matrix;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.database.RowLimit;
import org.sqlflow.engine.HeapMemory;
import org.sqlflow.engine.Scoring;
import org.sqlflow.features.encoding.FeatureSelection;
import org.sqlflow.models.ClassificationModel;
import org.sqlflow.models.ClusteringModel;
import org.sqlflow.models.EncodingModel;
import org.sqlflow.models.Findings;
import org.sqlflow.models.ModelVisitor;
import org.sqlflow.models.RegressionModel;
import org.sqlflow.models.attributes.AttributeValues;
import org.sqlflow.models.attributes.CommonAttributes;
import org.sqlflow.models.classification.ClassMetric;
import org.sqlflow.models.classification.ClassificationScores;
import org.sqlflow.models.clustering.ClusterScores;
import org.sqlflow.models.clustering.NumberedModel;
import org.sqlflow.models.clustering.auto.SingleGroupEvaluation;
import org.sqlflow.models.clustering.judge.ClusterEvaluation;
import org.sqlflow.models.clusters.ClusterJudgement;
import org.sqlflow.models.metrics.GroupSilhouettes;
import org.sqlflow.models.metrics.NamedMetric;
import org.sqlflow.models.metrics.Score;
import org.sqlflow.models.regression.NumberMetric;
import org.sqlflow.models.regression.RegressionScores;
import org.sqlflow.report.words.EvaluationReport;
import org.sqlflow.statements.Attributes;
import org.sqlflow.statements.ModelOnQuery;
import org.sqlflow.statements.NumberLabel;
import org.sqlflow.statements.StatementException;
import org.sqlflow.statements.StatementListener;
import org.sqlflow.statements.TargetTable;
import org.sqlflow.statements.Workspace;
import org.sqlflow.syntax.Name;
import org.sqlflow.syntax.Statement;
import org.sqlflow.text.SqlNames;
import org.sqlflow.text.Text;

/**
 * TO EVALUATE: how good a model is on the query's rows, compared with the simplest model of its
 * task.
 */
public final class Evaluate implements ModelVisitor<EvaluationReport> {
  /** The default seed of trainings, for a model whose seed is not stored. */
  private static final long SEED = 42;

  /** The most classes that an error lists. */
  private static final int LISTED = 5;

  /** Bytes of a row besides its features: its cluster, label, k-means cluster and distance. */
  private static final int FURTHER_BYTES = 4 * Integer.BYTES;

  /** A label whose number of values is more than this part of the rows looks like a key. */
  private static final double MOST_KEYS = 0.5;

  private static final int LEAST_KEYS = 10;

  private final Statement.Evaluate statement;
  private final Workspace workspace;
  private final StatementListener listener;
  private final ModelOnQuery source;
  private final AttributeValues attributes;

  /** Nothing is read before {@link #run}. */
  public Evaluate(Statement.Evaluate statement, Workspace workspace, StatementListener listener) {
    this.statement = statement;
    this.workspace = workspace;
    this.listener = listener;
    this.attributes = new Attributes(statement.attributes()).check(EvaluateAttributes.all());
    this.source = ModelOnQuery.of(statement.model(), statement.query(), workspace);
  }

  /**
   * Reads the query's rows once, shows the scores and writes them where the statement says.
   *
   * @throws StatementException if the model, the attributes or the rows do not fit
   */
  public void run() {
    TargetTable.requireReport(
        statement.into(), statement.query(), workspace, "TO EVALUATE", EvaluationReport::isReport);
    EvaluationReport report = source.model().accept(this);
    listener.checkCancelled();
    workspace.write(statement.into(), report.table());
    report.outputs().forEach(listener::output);
  }

  @Override
  public EvaluationReport clustering(ClusteringModel numbered) {
    if (attributes.isGiven(EvaluateAttributes.METRICS)) {
      throw refused(
          EvaluateAttributes.METRICS,
          "%s is for models of a label, and %s makes groups: leave it out");
    }
    Optional<ColumnRead> label =
        statement
            .label()
            .map(name -> FeatureSelection.column(source.schema(), name))
            .map(column -> ColumnRead.texts(column.name()));
    int features = source.stored().encoding().width();
    long perRow = Float.BYTES * (long) features + FURTHER_BYTES;
    ClusteredRows rows =
        new ClusteredRows(
            features, n -> HeapMemory.check(n, features, perRow, 0, Evaluate::advice));
    ModelOnQuery.Seen seen =
        source.score(
            Set.of(),
            label.map(read -> read.in(source.schema())).stream().toList(),
            RowLimit.atMost(HeapMemory.mostRows(perRow)),
            workspace,
            listener,
            rows::expect,
            part ->
                rows.add(
                    part,
                    label.isPresent()
                        ? Optional.of(part.batch().texts(label.get().column()))
                        : Optional.empty()));
    requireRows(rows.count());
    if (!seen.isOrdered()) {
      rows.sort();
    }
    Matrix matrix = rows.matrix();
    // A renumbered model has unused numbers: scores are computed for its actual groups.
    ClusteringModel model = numbered instanceof NumberedModel other ? other.model() : numbered;
    boolean[] there = numbered.groups();
    int[] numbers = IntStream.range(0, there.length).filter(number -> there[number]).toArray();
    int[] groups =
        Arrays.stream(rows.clusters())
            .map(number -> number < 0 ? number : Arrays.binarySearch(numbers, number))
            .toArray();
    EvaluationReport report =
        EvaluationReport.of(
                source.stored().name(),
                numbers,
                scores(model, matrix, groups, label.map(read -> rows.labels())),
                GroupSilhouettes.of(matrix, groups, model.clusters(), listener).renumbered(numbers),
                stability(model, matrix, groups),
                rows.skipped(),
                source.stored().history().groupNames())
            .withFirst(seen.notes());
    if (label.isPresent()) {
      Optional<String> key = keyAsLabel(label.get().column(), rows.labels());
      report = report.withFirst(key.stream().toList());
    }
    EvaluationReport known = report;
    return label
        .map(ColumnRead::column)
        .filter(c -> source.stored().encoding().columns().stream().anyMatch(c::equalsIgnoreCase))
        .map(column -> known.withFirst(List.of(labelIsFeature(column))))
        .orElse(known);
  }

  private ClusterScores scores(
      ClusteringModel model, Matrix rows, int[] groups, Optional<int[]> labels) {
    return model.clusters() == 1
        ? SingleGroupEvaluation.of(rows, labels, seed(), listener)
        : ClusterEvaluation.of(rows, groups, model.clusters(), labels, seed(), listener)
            .with(selection());
  }

  /** How autoCluster chose the groups, if it did. */
  private ClusterJudgement.Selection selection() {
    return source.stored().history().summary().findings() instanceof Findings.Clustering found
        ? found.judgement().selection()
        : ClusterJudgement.Selection.NONE;
  }

  /** How stable the groups are, if that is asked for; a single group always is. */
  private Optional<EvaluationReport.Stability> stability(
      ClusteringModel model, Matrix rows, int[] groups) {
    return attributes
        .value(EvaluateAttributes.BOOTSTRAP)
        .filter(draws -> model.clusters() > 1)
        .map(draws -> ((Long) draws).intValue())
        .map(
            draws ->
                new EvaluationReport.Stability(
                    new Resampling(model, source.stored(), listener)
                        .stability(rows, groups, draws)
                        .similarity(),
                    draws,
                    rows.rows() > Resampling.SAMPLE
                        ? OptionalInt.of(Resampling.SAMPLE)
                        : OptionalInt.empty()));
  }

  /** Refuses an attribute that only models of groups have. */
  private void requireNoBootstrap() {
    if (attributes.isGiven(EvaluateAttributes.BOOTSTRAP)) {
      throw refused(
          EvaluateAttributes.BOOTSTRAP, "%s is for groups, and %s makes none: leave it out");
    }
  }

  /** An error at an attribute, about its name as written and the model's. */
  private StatementException refused(String attribute, String message) {
    Name written =
        statement.attributes().stream()
            .map(Statement.Attribute::name)
            .filter(
                name ->
                    EvaluateAttributes.all()
                        .find(name.text())
                        .orElseThrow()
                        .name()
                        .equals(attribute))
            .findFirst()
            .orElseThrow();
    return new StatementException(
        Text.of(message, written, source.stored().name()), written.position());
  }

  @Override
  public EvaluationReport encoding(EncodingModel model) {
    throw workspace.notGrouping(source.stored(), source.name());
  }

  @Override
  public EvaluationReport classification(ClassificationModel model) {
    requireNoBootstrap();
    Column column = requiredLabel();
    ColumnRead read = ColumnRead.texts(column.name()).in(source.schema());
    PredictedRows<int[]> rows = new PredictedRows<>();
    long[] missing = {0};
    List<Matrix> probabilities = new ArrayList<>();
    List<String> notes =
        score(
            read,
            rows,
            part -> {
              String[] labels = kept(part, part.batch().texts(column.name()));
              missing[0] += Arrays.stream(labels).filter(label -> label == null).count();
              Matrix encoded = part.encoded().matrix();
              rows.add(model.classes().codes(labels), model.classify(encoded), part);
              model.probabilities(encoded).ifPresent(probabilities::add);
            });
    requireLabels(
        rows.count,
        missing[0],
        Arrays.stream(joined(rows.actual)).filter(code -> code >= 0).count(),
        Text.of(
            ", which are %s",
            String.join(
                ", ",
                model.classes().names().subList(0, Math.min(LISTED, model.classes().size())))));
    ClassificationScores scores =
        ClassificationScores.of(
            joined(rows.actual),
            joined(rows.predicted),
            probabilities.isEmpty() ? Optional.empty() : Optional.of(stacked(probabilities)),
            model.classes().names(),
            missing[0]);
    return EvaluationReport.of(
            source.stored().name(),
            scores.only(
                wanted(
                    scores.scores(),
                    ClassMetric.values(),
                    word -> ClassMetric.named(word).map(ClassMetric::title))),
            rows.skipped)
        .withFirst(notes);
  }

  @Override
  public EvaluationReport regression(RegressionModel model) {
    requireNoBootstrap();
    Column column = requiredLabel();
    PredictedRows<double[]> rows = new PredictedRows<>();
    List<String> notes;
    try {
      notes =
          score(
              ColumnRead.numbers(column.name()),
              rows,
              part -> {
                double[] labels = part.batch().doubles(column.name());
                double[] actual = new double[part.encoded().matrix().rows()];
                for (int row = part.from(); row < part.to(); row++) {
                  int kept = part.encoded().rowOf()[row - part.from()];
                  if (kept >= 0) {
                    actual[kept] = labels[row];
                  }
                }
                rows.add(actual, model.estimate(part.encoded().matrix()), part);
              });
    } catch (StatementException refused) {
      if (refused.getCause() instanceof DatabaseException error) {
        NumberLabel.check(
            source.stored().name(),
            column,
            statement.label().orElseThrow(),
            error,
            "take a column of numbers");
      }
      throw refused;
    }
    long labelled =
        rows.actual.stream().flatMapToDouble(Arrays::stream).filter(Double::isFinite).count();
    requireLabels(rows.count, rows.count - labelled, labelled, "");
    RegressionScores scores =
        RegressionScores.of(
            rows.actual.stream().flatMapToDouble(Arrays::stream).toArray(),
            rows.predicted.stream().flatMapToDouble(Arrays::stream).toArray());
    return EvaluationReport.of(
            source.stored().name(),
            scores.only(
                wanted(
                    scores.scores(),
                    NumberMetric.values(),
                    word -> NumberMetric.named(word).map(NumberMetric::title))),
            rows.skipped)
        .withFirst(notes);
  }

  /**
   * The scores that the statement asks for, by their titles; all if it names none.
   *
   * @throws StatementException if it names only scores of another task
   */
  private List<Score> wanted(
      List<Score> scores, NamedMetric[] known, Function<String, Optional<String>> title) {
    List<String> words = attributes.words(EvaluateAttributes.METRICS).orElse(List.of());
    List<String> titles = words.stream().flatMap(word -> title.apply(word).stream()).toList();
    if (titles.isEmpty() && !words.isEmpty()) {
      throw refused(
          EvaluateAttributes.METRICS,
          "%s names no score of what %s predicts: there are "
              + Arrays.stream(known).map(NamedMetric::word).collect(Collectors.joining(", ")));
    }
    List<Score> chosen = scores.stream().filter(one -> titles.contains(one.name())).toList();
    return chosen.isEmpty() ? scores : chosen;
  }

  /** Labels and predictions of the rows that have all their features. */
  private static final class PredictedRows<T> {
    private final List<T> actual = new ArrayList<>();
    private final List<T> predicted = new ArrayList<>();
    private long skipped;
    private long count;

    void add(T labels, T predictions, Scoring.ScoredRows part) {
      actual.add(labels);
      predicted.add(predictions);
      count += part.encoded().matrix().rows();
      skipped += part.encoded().rowOf().length - part.encoded().matrix().rows();
    }
  }

  private List<String> score(
      ColumnRead label, PredictedRows<?> rows, Consumer<Scoring.ScoredRows> reader) {
    ModelOnQuery.Seen seen =
        source.score(
            Set.of(), List.of(label), RowLimit.ALL, workspace, listener, count -> {}, reader);
    requireRows(rows.count);
    List<String> notes = new ArrayList<>(seen.notes());
    if (isTrainingQuery()) {
      notes.add(
          0,
          source.stored().name()
              + " learned from the rows of this query: other rows are predicted less well.");
    }
    return notes;
  }

  /** Whether the query is the one that the model was trained on. */
  private boolean isTrainingQuery() {
    String trained = onOneLine(source.stored().history().statement());
    return trained
        .toUpperCase(Locale.ROOT)
        .startsWith((onOneLine(statement.query().text()) + " TO TRAIN ").toUpperCase(Locale.ROOT));
  }

  private static String onOneLine(String sql) {
    return sql.strip().replaceAll("\\s+", " ");
  }

  private static Matrix stacked(List<Matrix> parts) {
    int rows = parts.stream().mapToInt(Matrix::rows).sum();
    int width = parts.get(0).columns();
    float[] values = new float[Math.multiplyExact(rows, width)];
    int at = 0;
    for (Matrix part : parts) {
      System.arraycopy(part.values(), 0, values, at, part.values().length);
      at += part.values().length;
    }
    return new Matrix(rows, width, values);
  }

  private static int[] joined(List<int[]> parts) {
    return parts.stream().flatMapToInt(Arrays::stream).toArray();
  }

  /** The labels of the rows that have all their features. */
  private static String[] kept(Scoring.ScoredRows part, String[] labels) {
    String[] kept = new String[part.encoded().matrix().rows()];
    for (int row = part.from(); row < part.to(); row++) {
      int at = part.encoded().rowOf()[row - part.from()];
      if (at >= 0) {
        kept[at] = labels[row];
      }
    }
    return kept;
  }

  private Column requiredLabel() {
    return statement
        .label()
        .map(name -> FeatureSelection.column(source.schema(), name))
        .orElseThrow(
            () ->
                new StatementException(
                    source.stored().name()
                        + " predicts a label: name the column that has it with LABEL"
                        + trainedLabel(),
                    source.name().position()));
  }

  private String trainedLabel() {
    String label = source.stored().history().label();
    return label.isEmpty() ? "" : ", such as LABEL " + SqlNames.inClause(label);
  }

  /**
   * Refuses rows if none of them has a label to compare with.
   *
   * @param missing how many have no label
   * @param known how many have one that the model can predict
   */
  private void requireLabels(long rows, long missing, long known, String classes) {
    if (known == 0) {
      String label = statement.label().map(Name::text).orElse("");
      throw new StatementException(
          missing == rows
              ? label + ", the column of LABEL, has no value in any row: nothing to compare with"
              : Text.of(
                  "%s has none of the classes that %s was trained on%s",
                  label, source.stored().name(), classes),
          statement.label().map(Name::position).orElse(statement.query().position()));
    }
  }

  private void requireRows(long rows) {
    if (rows == 0) {
      throw new StatementException(
          "the query returns no rows to evaluate " + source.stored().name() + " on",
          statement.query().position());
    }
  }

  /**
   * A warning about a label with a different value in nearly every row, with which groups cannot
   * agree.
   */
  private static Optional<String> keyAsLabel(String label, int[] labels) {
    long values = Arrays.stream(labels).filter(code -> code >= 0).distinct().count();
    long known = Arrays.stream(labels).filter(code -> code >= 0).count();
    return values <= MOST_KEYS * known || known < LEAST_KEYS
        ? Optional.empty()
        : Optional.of(
            Text.of(
                "%s has %,d values in %,d rows, like a key, so ARI, NMI and accuracy say nothing:"
                    + " name a column after LABEL whose values repeat.",
                label, values, known));
  }

  private String labelIsFeature(String label) {
    return Text.of(
        "%s is a feature of %s, so ARI, NMI and accuracy show little: retrain with LABEL %s.",
        label, source.stored().name(), SqlNames.inClause(label));
  }

  /** The training's seed, so that the same rows get the same scores as in the training. */
  private long seed() {
    Object used = source.stored().history().summary().attributesAsUsed().get(CommonAttributes.SEED);
    return used instanceof Number number ? number.longValue() : SEED;
  }

  private static String advice(long fit) {
    return Text.of("Evaluate a part: LIMIT %d in the query takes the first rows", fit);
  }
}
