package org.sqlflow.statements.explain;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.sqlflow.data.Column;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.RowBatch;
import org.sqlflow.data.Schema;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DateColumn;
import tech.tablesaw.api.DateTimeColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;

/**
 * Reads whole rows of a query as texts, of which few are kept, and makes a table of these with
 * numbers, dates and truth values again.
 */
final class RowTexts {
  private final Schema schema;

  RowTexts(Schema schema) {
    this.schema = schema;
  }

  /** What to read of the query. */
  List<ColumnRead> reads() {
    return schema.names().stream().map(name -> ColumnRead.texts(name).in(schema)).toList();
  }

  /** The texts of a batch, {@code [column][row]}; null where there is no value. */
  String[][] of(RowBatch batch) {
    return schema.names().stream().map(batch::texts).toArray(String[][]::new);
  }

  /** The columns of a table with some rows, each as long as the schema. */
  List<tech.tablesaw.columns.Column<?>> columns(List<String[]> rows) {
    List<tech.tablesaw.columns.Column<?>> columns = new ArrayList<>();
    for (int i = 0; i < schema.columns().size(); i++) {
      int at = i;
      List<String> values = new ArrayList<>();
      rows.forEach(row -> values.add(row[at]));
      columns.add(column(schema.columns().get(i), values));
    }
    return columns;
  }

  private static tech.tablesaw.columns.Column<?> column(Column column, List<String> values) {
    String name = column.name();
    Stream<Function<List<String>, tech.tablesaw.columns.Column<?>>> ways =
        switch (column.type()) {
          case INTEGER ->
              Stream.of(
                  texts ->
                      filled(LongColumn.create(name), texts, (c, t) -> c.append(Long.parseLong(t))),
                  texts -> doubles(name, texts));
          case REAL -> Stream.of(texts -> doubles(name, texts));
          case BOOLEAN ->
              Stream.of(
                  texts -> filled(BooleanColumn.create(name), texts, (c, t) -> c.append(truth(t))));
          case TIME ->
              Stream.of(
                  texts ->
                      filled(
                          DateColumn.create(name), texts, (c, t) -> c.append(LocalDate.parse(t))),
                  texts ->
                      filled(
                          DateTimeColumn.create(name),
                          texts,
                          (c, t) -> c.append(LocalDateTime.parse(t.replace(' ', 'T')))));
          default -> Stream.of();
        };
    for (Function<List<String>, tech.tablesaw.columns.Column<?>> way : ways.toList()) {
      try {
        return way.apply(values);
      } catch (NumberFormatException | DateTimeParseException otherwise) {
        // The next way is tried; the last is a column of texts.
      }
    }
    return filled(StringColumn.create(name), values, StringColumn::append);
  }

  private static tech.tablesaw.columns.Column<?> doubles(String name, List<String> values) {
    return filled(
        DoubleColumn.create(name), values, (c, text) -> c.append(Double.parseDouble(text)));
  }

  private static boolean truth(String text) {
    if (text.equals("1") || text.equalsIgnoreCase("true") || text.equalsIgnoreCase("t")) {
      return true;
    }
    if (text.equals("0") || text.equalsIgnoreCase("false") || text.equalsIgnoreCase("f")) {
      return false;
    }
    throw new NumberFormatException(text);
  }

  private static <C extends tech.tablesaw.columns.Column<?>> C filled(
      C column, List<String> values, BiConsumer<C, String> append) {
    for (String value : values) {
      if (value == null) {
        column.appendMissing();
      } else {
        append.accept(column, value);
      }
    }
    return column;
  }
}
