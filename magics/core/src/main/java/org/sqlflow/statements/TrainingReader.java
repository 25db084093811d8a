package org.sqlflow.statements;

import java.util.List;
import java.util.Optional;
import org.sqlflow.database.Database;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.database.QueryRows;
import org.sqlflow.database.ReadColumn;
import org.sqlflow.database.RowsWanted;
import org.sqlflow.features.ColumnRead;
import org.sqlflow.features.Feature;
import org.sqlflow.features.FeatureEncoding;
import org.sqlflow.features.FeatureLearner;
import org.sqlflow.features.FeatureSelection;
import org.sqlflow.features.HeldBlocks;
import org.sqlflow.features.OnNull;
import org.sqlflow.features.RowDraw;
import org.sqlflow.features.Scale;
import org.sqlflow.features.SourceColumn;
import org.sqlflow.features.TrainingBlocks;
import java.util.ArrayList;
import java.util.Objects;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.sqlflow.features.OfferedColumns;
import org.sqlflow.models.ClassNames;
import org.sqlflow.models.Estimator;
import org.sqlflow.models.Target;
import org.sqlflow.models.Task;
import org.sqlflow.syntax.Name;
import org.sqlflow.models.attributes.AttributeValues;
import org.sqlflow.models.attributes.CommonAttributes;
import org.sqlflow.syntax.Statement;
import org.sqlflow.text.Text;

/** Reads the rows that a training starts from, all or a sample, unless they are too many. */
final class TrainingReader {
  private final Statement.Train statement;
  private final Estimator type;
  private final AttributeValues attributes;
  private final Workspace workspace;
  private final StatementListener listener;

  TrainingReader(
      Statement.Train statement,
      Estimator type,
      AttributeValues attributes,
      Workspace workspace,
      StatementListener listener) {
    this.statement = statement;
    this.type = type;
    this.attributes = attributes;
    this.workspace = workspace;
    this.listener = listener;
  }

  /**
   * What was read.
   *
   * @param target the labels, if the estimator's task has a target
   * @param drawn what to say if the rows are a sample
   */
  record Read(
      FeatureLearner.Learnt learnt, Optional<Target> target, Optional<String> drawn) {}

  /**
   * What is to be read, for whom, and into what room.
   *
   * @param width of all features together
   */
  private record Plan(
      FeatureLearner learner,
      List<ColumnRead> reads,
      List<ReadColumn> columns,
      TrainingMemory memory,
      int width) {}

  /**
   * Reads and learns.
   *
   * @param base an encoding whose learnt state is to be kept
   */
  Read read(Optional<FeatureEncoding> base) {
    Plan plan = plan(base);
    try {
      return attributes.value(CommonAttributes.SAMPLE).isPresent() ? sample(plan) : all(plan);
    } catch (DatabaseException error) {
      listener.checkCancelled();
      throw Workspace.refused(error, statement.query());
    }
  }

  private Plan plan(Optional<FeatureEncoding> base) {
    if (type.task().hasTarget()) {
      label();
    }
    List<SourceColumn> offered = workspace.columns(statement.query());
    FeatureSelection chosen =
        FeatureSelection.choose(statement.columns(), offered, statement.label());
    FeatureSelection selection = base.map(chosen::inOrderOf).orElse(chosen);
    FeatureLearner learner =
        new FeatureLearner(
            selection,
            Scale.of(attributes.text(CommonAttributes.SCALE)),
            OnNull.of(attributes.text(CommonAttributes.ON_NULL)),
            base);
    List<ColumnRead> reads = selection.reads();
    return new Plan(
        learner,
        reads,
        FeatureColumns.of(reads, offered),
        new TrainingMemory(type, attributes, reads, statement.query().position()),
        selection.features().stream().mapToInt(Feature::width).sum());
  }

  private Read all(Plan plan) {
    RowsWanted wanted = RowsWanted.atMost(plan.memory.most(plan.width));
    try (QueryRows rows = query(plan.columns, wanted)) {
      long count = rows.count();
      plan.memory.check(count, plan.width, !rows.isCounted());
      FeatureLearner.Learnt learnt = learn(plan, rows, count);
      return new Read(learnt, target(plan, learnt, wanted, count), Optional.empty());
    }
  }

  private Read sample(Plan plan) {
    long count = workspace.database().count(statement.query().text());
    long wanted = wanted(count);
    plan.memory.check(wanted, plan.width, false);
    try (QueryRows rows = query(plan.columns, RowsWanted.about(wanted, count, seed()))) {
      plan.memory.check(wanted, plan.width, !rows.isCounted());
      FeatureLearner.Learnt learnt = learn(plan, rows, wanted);
      RowsWanted again = RowsWanted.about(wanted, count, seed());
      return new Read(learnt, target(plan, learnt, again, wanted), told(wanted, count));
    }
  }

  private QueryRows query(List<ReadColumn> columns, RowsWanted wanted) {
    Database database = workspace.database();
    return database.query(statement.query().text(), columns, wanted);
  }

  private FeatureLearner.Learnt learn(Plan plan, QueryRows rows, long wanted) {
    RowDraw draw = new RowDraw(wanted, rows.count(), seed());
    boolean held = rows.kept().isEmpty();
    TrainingBlocks blocks =
        rows.kept()
            .<TrainingBlocks>map(
                kept -> new RereadBlocks(kept, plan.reads, plan.columns, draw, listener))
            .orElseGet(() -> held(rows, plan.reads, draw));
    return plan.learner.learn(blocks, (n, features) -> plan.memory.checkRead(n, features, held));
  }

  private HeldBlocks held(QueryRows rows, List<ColumnRead> reads, RowDraw draw) {
    HeldBlocks held = new HeldBlocks(reads);
    rows.read(
        block -> {
          listener.checkCancelled();
          int[] drawn = draw.next(block.rows());
          held.add(drawn.length, RowDraw.take(block.rows(), block.columns(), drawn));
        });
    return held;
  }

  /** The labels of the rows that were learned from; reads the query again. */
  private Optional<Target> target(
      Plan plan, FeatureLearner.Learnt learnt, RowsWanted wanted, long count) {
    if (!type.task().hasTarget()) {
      return Optional.empty();
    }
    Name name = label();
    SourceColumn column = new OfferedColumns(workspace.columns(statement.query())).find(name);
    boolean numbers = type.task() == Task.REGRESSION;
    List<ReadColumn> columns = new ArrayList<>(FeatureColumns.of(learnt.encoding().reads(), workspace.columns(statement.query())));
    columns.add(
        FeatureColumns.label(
            workspace.columns(statement.query()),
            name,
            numbers ? ReadColumn.Form.NUMBER : ReadColumn.Form.TEXT));
    String[] texts = new String[numbers ? 0 : learnt.matrix().rows()];
    double[] values = new double[numbers ? learnt.matrix().rows() : 0];
    int[] next = new int[1];
    try (QueryRows rows = query(columns, wanted)) {
      RowDraw draw = new RowDraw(count, rows.count(), seed());
      rows.read(
          block -> {
            int[] drawn = draw.next(block.rows());
            List<Object> taken = RowDraw.take(block.rows(), block.columns(), drawn);
            int[] rowOf =
                learnt.encoding().encode(drawn.length, taken.subList(0, taken.size() - 1)).rowOf();
            Object labels = taken.get(taken.size() - 1);
            for (int row = 0; row < rowOf.length; row++) {
              if (rowOf[row] >= 0 && numbers) {
                values[next[0]++] = ((double[]) labels)[row];
              } else if (rowOf[row] >= 0) {
                texts[next[0]++] = ((String[]) labels)[row];
              }
            }
          });
    }
    long missing =
        numbers
            ? DoubleStream.of(values).filter(value -> !Double.isFinite(value)).count()
            : Stream.of(texts).filter(Objects::isNull).count();
    if (missing > 0) {
      throw new StatementException(
          Text.of(
              "the label %s has no value in %,d rows: leave them out in the query (WHERE %s IS NOT"
                  + " NULL)",
              name, missing, name),
          name.position());
    }
    if (numbers) {
      return Optional.of(new Target.Numbers(values));
    }
    ClassNames names =
        ClassNames.of(List.of(texts), column.kind() == SourceColumn.Kind.WHOLE);
    if (names.size() < 2) {
      throw new StatementException(
          Text.of("the label %s has only the value %s: nothing to classify", name, names.names().get(0)),
          name.position());
    }
    return Optional.of(new Target.Classes(names.codes(texts), names));
  }

  private Name label() {
    return statement
        .label()
        .orElseThrow(
            () ->
                new StatementException(
                    type.name()
                        + " learns to predict a column: name it with LABEL",
                    statement.estimator().position()));
  }

  private long seed() {
    return attributes.wholeLong(CommonAttributes.SEED);
  }

  /** How many of the rows to train on. */
  private long wanted(long rows) {
    Object sample = attributes.value(CommonAttributes.SAMPLE).orElseThrow();
    return sample instanceof Long count
        ? Math.min(count, rows)
        : Math.min(rows, Math.max(1, Math.round((Double) sample * rows)));
  }

  private static Optional<String> told(long wanted, long rows) {
    return wanted == rows
        ? Optional.empty()
        : Optional.of(
            Text.of(
                "Trained on a random sample: %,d of %,d rows (%s).",
                wanted, rows, CommonAttributes.SAMPLE));
  }
}
