package org.sqlflow.kernel.display;

import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.sqlflow.report.Output;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** What is shown of a result. */
@State(Scope.Thread)
public class DisplayParts {
  private static final int ROWS = 60;

  private final Output.Rows rows =
      new Output.Rows(
          Optional.empty(),
          Table.create(
              LongColumn.create("id", IntStream.range(0, ROWS).asLongStream().toArray()),
              StringColumn.create(
                  "name", IntStream.range(0, ROWS).mapToObj(i -> "<" + i + "> & company")),
              DoubleColumn.create("balance", IntStream.range(0, ROWS).mapToDouble(Math::sqrt)),
              DoubleColumn.create("purchases", IntStream.range(0, ROWS).mapToDouble(Math::log1p)),
              DoubleColumn.create("credit", IntStream.range(0, ROWS).mapToDouble(Math::cbrt))),
          Map.of(),
          Output.Role.RESULT);

  @Benchmark
  public String htmlOf60RowsOf5Columns() {
    return TableHtml.render(TableView.of(rows, 0));
  }
}
