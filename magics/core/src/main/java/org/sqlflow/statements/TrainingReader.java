package org.sqlflow.statements;

import java.util.List;
import java.util.Optional;
import org.sqlflow.data.BufferedRows;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.RowSource;
import org.sqlflow.data.Schema;
import org.sqlflow.database.Database;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.database.QueryRows;
import org.sqlflow.database.RowsWanted;
import org.sqlflow.features.FeatureEncoding;
import org.sqlflow.features.FeatureFitter;
import org.sqlflow.features.FeatureSelection;
import org.sqlflow.features.OnNull;
import org.sqlflow.features.Scale;
import org.sqlflow.math.RowDraw;
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
  record Read(FeatureFitter.Fitted learnt, Optional<String> drawn) {}

  /**
   * What is to be read, for whom, and into what room.
   *
   * @param width of all features together
   */
  private record Plan(
      FeatureFitter learner, List<ColumnRead> reads, TrainingMemory memory, int width) {}

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
    Schema schema = workspace.columns(statement.query());
    FeatureSelection chosen =
        FeatureSelection.choose(statement.columns(), schema, statement.label());
    FeatureSelection selection = base.map(chosen::inOrderOf).orElse(chosen);
    FeatureFitter learner =
        new FeatureFitter(
            selection,
            Scale.of(attributes.text(CommonAttributes.SCALE)),
            OnNull.of(attributes.text(CommonAttributes.ON_NULL)),
            base);
    return new Plan(
        learner,
        FeatureColumns.of(selection.reads(), schema),
        new TrainingMemory(type, attributes, selection.bytesPerRow(), statement.query().position()),
        selection.width());
  }

  private Read all(Plan plan) {
    RowsWanted wanted = RowsWanted.atMost(plan.memory.most(plan.width));
    try (QueryRows rows = query(plan.reads, wanted)) {
      long count = rows.count();
      plan.memory.check(count, plan.width, !rows.isCounted());
      return new Read(learn(plan, rows, count), Optional.empty());
    }
  }

  private Read sample(Plan plan) {
    long count = workspace.database().count(statement.query().text());
    long wanted = wanted(count);
    plan.memory.check(wanted, plan.width, false);
    try (QueryRows rows = query(plan.reads, RowsWanted.about(wanted, count, seed()))) {
      plan.memory.check(wanted, plan.width, !rows.isCounted());
      return new Read(learn(plan, rows, wanted), told(wanted, count));
    }
  }

  private QueryRows query(List<ColumnRead> reads, RowsWanted wanted) {
    Database database = workspace.database();
    return database.query(statement.query().text(), DatabaseBridge.columns(reads), wanted);
  }

  private FeatureFitter.Fitted learn(Plan plan, QueryRows rows, long wanted) {
    RowDraw draw = new RowDraw(wanted, rows.count(), seed());
    boolean held = rows.kept().isEmpty();
    RowSource source =
        rows.kept()
            .<RowSource>map(kept -> new DatabaseBridge.Kept(kept, plan.reads, draw, listener))
            .orElseGet(() -> held(rows, plan.reads, draw));
    return plan.learner.fit(source, (n, features) -> plan.memory.checkRead(n, features, held));
  }

  private BufferedRows held(QueryRows rows, List<ColumnRead> reads, RowDraw draw) {
    BufferedRows held = new BufferedRows(reads, true);
    rows.read(
        block -> {
          listener.checkCancelled();
          int[] drawn = draw.next(block.rows());
          held.add(DatabaseBridge.batch(block, reads).take(drawn));
        });
    return held;
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
