package org.sqlflow.statements;

import java.util.List;
import java.util.Optional;
import org.sqlflow.data.RowSource;
import org.sqlflow.database.Database;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.database.RowLimit;
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
import org.sqlflow.models.Estimator;
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
   * @param drawn what to tell of the rows if they are a sample
   */
  record Read(FeatureLearner.Learnt learnt, Optional<String> drawn) {}

  /**
   * What is to be read, for whom, and into what room.
   *
   * @param width of all features together
   */
  private record Plan(
      FeatureLearner learner,
      List<ColumnRead> reads,
      List<org.sqlflow.data.ColumnRead> columns,
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
    RowLimit wanted = RowLimit.atMost(plan.memory.most(plan.width));
    try (RowSource rows = query(plan.columns, wanted)) {
      long count = count(rows);
      plan.memory.check(count, plan.width, !rows.isCounted());
      return new Read(learn(plan, rows, count), Optional.empty());
    }
  }

  private Read sample(Plan plan) {
    long count = workspace.database().count(statement.query().text());
    long wanted = wanted(count);
    plan.memory.check(wanted, plan.width, false);
    try (RowSource rows = query(plan.columns, RowLimit.about(wanted, count, seed()))) {
      plan.memory.check(wanted, plan.width, !rows.isCounted());
      return new Read(learn(plan, rows, wanted), told(wanted, count));
    }
  }

  private RowSource query(List<org.sqlflow.data.ColumnRead> columns, RowLimit wanted) {
    Database database = workspace.database();
    return database.read(statement.query().text(), columns, wanted);
  }

  private FeatureLearner.Learnt learn(Plan plan, RowSource rows, long wanted) {
    RowDraw draw = new RowDraw(wanted, count(rows), seed());
    boolean held = rows.isInMemory() || !rows.isRereadable();
    TrainingBlocks blocks =
        held
            ? held(rows, plan.reads, draw)
            : new RereadBlocks(rows, plan.reads, plan.columns, draw, listener);
    return plan.learner.learn(blocks, (n, features) -> plan.memory.checkRead(n, features, held));
  }

  private HeldBlocks held(RowSource rows, List<ColumnRead> reads, RowDraw draw) {
    HeldBlocks held = new HeldBlocks(reads);
    rows.read(
        block -> {
          listener.checkCancelled();
          int[] drawn = draw.next(block.rows());
          held.add(drawn.length, RowDraw.take(block.rows(), BatchValues.of(block), drawn));
        });
    return held;
  }

  private long count(RowSource rows) {
    return rows.isCounted() ? rows.count() : workspace.database().count(statement.query().text());
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
                "Trained on a sample: %,d of %,d rows, drawn by chance (%s).",
                wanted, rows, CommonAttributes.SAMPLE));
  }
}
