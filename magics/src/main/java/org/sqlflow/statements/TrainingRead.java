package org.sqlflow.statements;

import java.util.List;
import java.util.Optional;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.features.Feature;
import org.sqlflow.features.FeatureEncoding;
import org.sqlflow.features.FeatureLearner;
import org.sqlflow.features.FeatureSelection;
import org.sqlflow.features.OnNull;
import org.sqlflow.features.RowDraw;
import org.sqlflow.features.Scale;
import org.sqlflow.features.SourceColumn;
import org.sqlflow.models.AttributeValues;
import org.sqlflow.models.CommonAttributes;
import org.sqlflow.models.ModelType;
import org.sqlflow.syntax.Statement;
import org.sqlflow.text.Text;

/**
 * The rows that a training starts from.
 *
 * @param drawn what to tell of them if they are a sample
 */
record TrainingRead(FeatureLearner.Learnt learnt, Optional<String> drawn) {

  /**
   * Counts the rows, refuses more than there is memory for, then reads them or a sample.
   *
   * @param base an encoding whose learnt state is to be kept
   */
  static TrainingRead of(
      Statement.Train statement,
      ModelType type,
      AttributeValues attributes,
      Optional<FeatureEncoding> base,
      Workspace workspace,
      StatementListener listener) {
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
    String query = statement.query().text();
    TrainingMemory memory =
        new TrainingMemory(type, attributes, selection.reads(), statement.query().position());
    try {
      long rows = workspace.database().count(query);
      long wanted = wanted(attributes, rows);
      memory.check(wanted, selection.features().stream().mapToInt(Feature::width).sum());
      RowDraw draw = new RowDraw(wanted, rows, attributes.wholeLong(CommonAttributes.SEED));
      workspace
          .database()
          .read(
              query,
              FeatureColumns.of(selection.reads(), offered),
              block -> {
                listener.checkCancelled();
                RowDraw.Drawn drawn =
                    wanted < rows
                        ? draw.next(block.rows(), block.columns())
                        : new RowDraw.Drawn(block.rows(), block.columns());
                learner.add(drawn.kept(), drawn.columns());
              });
      return new TrainingRead(learner.learn(memory::checkRead), told(wanted, rows));
    } catch (DatabaseException error) {
      listener.checkCancelled();
      throw Workspace.refused(error, statement.query());
    }
  }

  /** How many of the rows to train on. */
  private static long wanted(AttributeValues attributes, long rows) {
    Optional<Object> sample = attributes.value(CommonAttributes.SAMPLE);
    if (sample.isEmpty()) {
      return rows;
    }
    return sample.get() instanceof Long count
        ? Math.min(count, rows)
        : Math.min(rows, Math.max(1, Math.round((Double) sample.get() * rows)));
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
