package org.sqlflow.report.tables;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Map;
import org.sqlflow.models.Assessment;
import org.sqlflow.report.Output;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** How well a model predicts its training rows and other rows, compared with simpler models. */
public final class AssessmentTable {
  private AssessmentTable() {}

  /**
   * A row for each score.
   *
   * @param baseline the name of the simplest model
   */
  public static Output.Rows of(String title, Assessment assessment, String baseline) {
    StringColumn score = StringColumn.create("score");
    DoubleColumn training = DoubleColumn.create("training rows");
    DoubleColumn other = DoubleColumn.create("other rows");
    DoubleColumn simplest = DoubleColumn.create(baseline);
    DoubleColumn linear = DoubleColumn.create("a linear model");
    StringColumn better = StringColumn.create("better is");
    for (Assessment.Measure measure : assessment.measures()) {
      score.append(measure.name());
      append(training, measure.training());
      append(other, measure.validation());
      append(simplest, measure.baseline());
      append(linear, measure.linear());
      better.append(measure.higherIsBetter() ? "higher" : "lower");
    }
    Table table = Table.create(score);
    table.addColumns(training);
    if (assessment.isMeasured()) {
      table.addColumns(other, simplest);
    }
    if (assessment.linear()) {
      table.addColumns(linear);
    }
    table.addColumns(better);
    return Output.Rows.report(title, table, Map.of());
  }

  private static void append(DoubleColumn column, double value) {
    if (Double.isNaN(value)) {
      column.appendMissing();
    } else {
      column.append(rounded(value));
    }
  }

  /** Four digits, which is more than the precision of a validation part. */
  private static double rounded(double value) {
    return Double.isInfinite(value)
        ? value
        : new BigDecimal(value).round(new MathContext(4)).doubleValue();
  }
}
