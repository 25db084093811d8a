package org.sqlflow.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.sqlflow.data.Schema;
import org.sqlflow.database.ExpressionText;
import org.sqlflow.database.StoredTable;
import org.sqlflow.text.Text;

/**
 * The text of a SELECT in steps. Each is a common table expression, which computes values from the
 * columns of the one before it and keeps those columns of the query that are wanted.
 */
final class SqlSteps {
  /** The most numbers that a step computes: PostgreSQL takes 1,664 columns, those of the query. */
  private static final int MOST_COLUMNS = 1_500;

  private final ExpressionText sql;
  private final String prefix;
  private final List<String> kept;
  private final StringBuilder text;
  private boolean checks;
  private String previous = "source";
  private int steps;

  /**
   * Begins a SELECT.
   *
   * @param prefix begins the names of the steps' columns, and no name of the query's
   * @param kept the columns that are kept, in quotes
   */
  private SqlSteps(ExpressionText sql, String prefix, List<String> kept, String query) {
    this.sql = sql;
    this.prefix = prefix;
    this.kept = kept;
    this.text = new StringBuilder("WITH source AS (\n").append(query).append("\n)");
  }

  /** A SELECT of a query with any names of columns. */
  static SqlSteps of(ExpressionText sql, Schema schema, List<String> kept, String query) {
    return new SqlSteps(sql, prefix(schema), kept.stream().map(sql::quote).toList(), query);
  }

  /** A SELECT of a table of a training, whose columns do not begin with the mark. */
  static SqlSteps ofTraining(ExpressionText sql, List<String> kept, String query) {
    return new SqlSteps(sql, StoredTable.VIEW_MARK, kept, query);
  }

  /** A beginning of names that no column of the query has. */
  private static String prefix(Schema schema) {
    String prefix = StoredTable.VIEW_MARK;
    while (true) {
      String tried = prefix;
      if (schema.names().stream()
          .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith(tried))) {
        return prefix;
      }
      prefix += "_";
    }
  }

  /** Writes a step that computes some expressions; they are columns from then on. */
  <E extends Encoded> List<Encoded> step(String name, List<E> values, List<String> complete) {
    if (values.size() > MOST_COLUMNS) {
      throw new ExportException(
          Text.of(
              "the model computes %,d numbers of a row at a time, and a SELECT takes at most %,d:"
                  + " use TO PREDICT, or train on fewer features",
              values.size(), MOST_COLUMNS));
    }
    List<String> columns = new ArrayList<>(kept);
    List<Encoded> named = new ArrayList<>();
    String step = prefix + ++steps + "_";
    for (int i = 0; i < values.size(); i++) {
      String column = step + (i + 1);
      columns.add(values.get(i).expression() + " AS " + column);
      named.add(values.get(i).as(column));
    }
    if (checks) {
      columns.add(complete());
    } else if (!complete.isEmpty()) {
      checks = true;
      columns.add("CASE WHEN " + String.join(" AND ", complete) + " THEN 1 END AS " + complete());
    }
    text.append(",\n").append(name).append(" AS (\nSELECT ").append(String.join(",\n  ", columns));
    text.append("\nFROM ").append(previous).append(sql.fence()).append("\n)");
    previous = name;
    return named;
  }

  private String complete() {
    return prefix + "complete";
  }

  List<Encoded> step(String name, List<String> values) {
    return step(name, values.stream().map(Encoded.Number::new).toList(), List.of());
  }

  /** A value, but NULL for a row that lacks a value which the model needs. */
  String checked(String value) {
    return checks ? "CASE WHEN " + complete() + " = 1 THEN " + value + " END" : value;
  }

  /** Ends with a SELECT of the kept columns and some values. */
  void finish(List<String> values, List<String> outputs) {
    List<String> columns = new ArrayList<>(kept);
    for (int i = 0; i < values.size(); i++) {
      columns.add(values.get(i) + " AS " + sql.quote(outputs.get(i)));
    }
    text.append("\nSELECT ").append(String.join(",\n  ", columns)).append("\nFROM ");
    text.append(previous);
  }

  /** The text so far. */
  String text() {
    return text.toString();
  }
}
