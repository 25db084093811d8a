package org.sqlflow.statements.train;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.sqlflow.data.Column;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.ForwardingRows;
import org.sqlflow.data.RowBatch;
import org.sqlflow.data.RowSource;
import org.sqlflow.data.Schema;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.database.RowLimit;
import org.sqlflow.engine.TrainingPlan;
import org.sqlflow.engine.ValidationRows;
import org.sqlflow.models.attributes.AttributeValues;
import org.sqlflow.models.supervised.SupervisedAttributes;
import org.sqlflow.statements.Attributes;
import org.sqlflow.statements.StatementException;
import org.sqlflow.statements.Workspace;

/** The query of {@code validation.select}: further rows to judge a model by. */
record ValidationQuery(AttributeValues attributes, Attributes written, Workspace workspace) {
  private static final Pattern QUERY =
      Pattern.compile(
          "(?i)(?:\\s|\\(|--[^\\n]*\\n|/\\*(?s:.*?)\\*/)*+(?:SELECT|WITH|FROM|VALUES|TABLE)\\b");

  /** The plan with these rows, if the statement has the attribute. */
  TrainingPlan added(TrainingPlan plan) {
    Optional<String> select =
        attributes.value(SupervisedAttributes.VALIDATION_SELECT).map(String.class::cast);
    if (select.isEmpty() || plan.target().isEmpty()) {
      return plan;
    }
    try {
      Schema schema = workspace.database().describe(select.get());
      List<String> missing =
          plan.reads().stream()
              .map(ColumnRead::column)
              .distinct()
              .filter(column -> schema.find(column).isEmpty())
              .toList();
      if (!missing.isEmpty() && !QUERY.matcher(select.get()).lookingAt()) {
        throw error(
            "validation.select must be a query of the rows to judge by, such as 'SELECT * FROM t'");
      }
      if (!missing.isEmpty()) {
        throw error(
            "the query of validation.select lacks "
                + (missing.size() == 1 ? "column " : "columns ")
                + String.join(", ", missing)
                + ", which the training's query has");
      }
      Column label = schema.find(plan.target().get().name()).orElseThrow();
      List<ColumnRead> reads = plan.reads().stream().map(read -> read.in(schema)).toList();
      RowSource rows = workspace.database().read(select.get(), reads, RowLimit.ALL);
      return plan.with(new ValidationRows(new Placed(rows), label));
    } catch (DatabaseException refused) {
      throw error("the query of validation.select: " + refused.getMessage());
    }
  }

  /** Rows whose errors are at the attribute. */
  private final class Placed extends ForwardingRows {
    Placed(RowSource rows) {
      super(rows);
    }

    @Override
    public void read(Consumer<RowBatch> reader) {
      try {
        super.read(reader);
      } catch (DatabaseException refused) {
        throw error("the query of validation.select: " + refused.getMessage());
      }
    }
  }

  private StatementException error(String message) {
    return written.error(SupervisedAttributes.VALIDATION_SELECT, message);
  }
}
