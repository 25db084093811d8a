package org.sqlflow.export;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.sqlflow.data.Schema;
import org.sqlflow.database.ExpressionText;
import org.sqlflow.features.Feature;
import org.sqlflow.features.encoding.FeatureEncoding;
import org.sqlflow.models.formula.Formula;
import org.sqlflow.text.Text;

/**
 * Passes of a training as SELECTs: the encoded rows of a query as a table, and sums over this table
 * for each group that a formula assigns rows to. Numbers are stored in single precision, as in a
 * matrix of the rows, and added up in double precision. Immutable.
 */
public final class PassSql {
  /** The most sums of a group that a pass has; databases take seconds to plan more. */
  public static final int MOST_SUMS = 2_000;

  private static final String PARTITION = "part";
  private static final String GROUP = "own";
  private static final String LIKELIHOOD = "likelihood";

  private final ExpressionText sql;
  private final List<Encoded> encoded;
  private final String rows;

  private PassSql(ExpressionText sql, List<Encoded> encoded, String rows) {
    this.sql = sql;
    this.encoded = encoded;
    this.rows = rows;
  }

  /**
   * The passes of a training.
   *
   * @param schema the query's columns
   * @param query which rows
   * @param literal writes a text as SQL
   * @throws ExportException if SQL cannot express the features
   */
  public static PassSql of(
      FeatureEncoding encoding,
      Schema schema,
      String query,
      ExpressionText sql,
      UnaryOperator<String> literal) {
    FeatureSql features = new FeatureSql(schema, encoding.onNull(), sql, literal);
    List<Encoded> encoded = new ArrayList<>();
    for (Feature feature : encoding.features()) {
      encoded.addAll(feature.accept(features));
    }
    List<String> columns = new ArrayList<>();
    List<Encoded> named = new ArrayList<>();
    for (Encoded one : encoded) {
      String name = "x" + (named.size() + 1);
      String type = one instanceof Encoded.Number ? sql.singleType() : "INTEGER";
      columns.add("CAST(" + one.expression() + " AS " + type + ") AS " + name);
      named.add(one.as(name));
    }
    String where =
        features.complete().isEmpty() ? "" : "\nWHERE " + String.join(" AND ", features.complete());
    String rows =
        "SELECT " + String.join(",\n  ", columns) + "\nFROM (\n" + query + "\n) AS source" + where;
    return new PassSql(sql, named, rows);
  }

  /** The SELECT of the encoded rows, to be stored in a table. */
  public String rows() {
    return rows;
  }

  /** How many numbers a row has. */
  public int width() {
    return encoded.stream().mapToInt(Encoded::width).sum();
  }

  /** The SELECT of the columns with the number of each row's partition. */
  private String source(String table) {
    return "SELECT "
        + sql.partition().orElse("0")
        + " AS "
        + PARTITION
        + ", "
        + names()
        + " FROM "
        + table;
  }

  private String names() {
    return encoded.stream().map(Encoded::expression).collect(Collectors.joining(", "));
  }

  private List<String> columns() {
    List<String> columns = new ArrayList<>();
    columns.add(PARTITION);
    encoded.forEach(one -> columns.add(one.expression()));
    return columns;
  }

  /** The numbers of a row as expressions; {@code origin} is subtracted. */
  private List<String> numbers(double[] origin) {
    List<String> numbers = new ArrayList<>();
    for (Encoded one : encoded) {
      for (int i = 0; i < one.width(); i++) {
        double from = origin[numbers.size()];
        numbers.add(
            one instanceof Encoded.Category category
                ? Text.of(
                    "CASE %s WHEN %d THEN %s ELSE %s END",
                    one.expression(), i, SqlNumbers.of(category.own() - from), SqlNumbers.of(-from))
                : Text.of(
                    "(CAST(%s AS %s) - %s)",
                    one.expression(), sql.doubleType(), SqlNumbers.of(from)));
      }
    }
    return numbers;
  }

  /**
   * The mean of some points, so that sums of differences from it keep their digits.
   *
   * @param points {@code count x width}, row-major
   */
  public double[] origin(double[] points) {
    int width = width();
    int count = points.length / width;
    double[] origin = new double[width];
    for (int at = 0; at < points.length; at++) {
      origin[at % width] += points[at] / count;
    }
    return Arrays.stream(origin).map(value -> (float) value).toArray();
  }

  /**
   * A SELECT with a row for each partition and group: their numbers, the rows, the sum of the
   * squared distances from the origin, and the sum of the differences in each feature.
   */
  public String byNearest(Formula.NearestCentre formula, String table, double[] origin) {
    List<String> numbers = numbers(origin);
    List<String> squares = numbers.stream().map(number -> number + " * " + number).toList();
    List<String> aggregates = new ArrayList<>();
    aggregates.add("count(*)");
    aggregates.add("sum(" + SqlNumbers.sum(squares, sql.doubleType()) + ")");
    numbers.forEach(number -> aggregates.add("sum(" + number + ")"));
    String grouped = SqlSelect.grouped(formula, encoded, source(table), columns(), GROUP, sql);
    return Text.of("SELECT %s, %s, ", PARTITION, GROUP)
        + String.join(", ", aggregates)
        + "\nFROM (\n"
        + grouped
        + "\n) AS grouped GROUP BY "
        + PARTITION
        + ", "
        + GROUP;
  }

  /** How many sums {@link #byLikelihood} has for each group. */
  public long sums(Formula.LargestNormal formula) {
    return 3 + width() + formula.size();
  }

  /**
   * A SELECT with a row for each partition and group: their numbers, the logarithm of the
   * likelihood of the rows in the shares of the group, the rows of which it is the likeliest, and
   * its shares of the rows, of the differences from the origin in each feature, and of the products
   * of these: a lower triangle by rows, or a diagonal.
   */
  public String byLikelihood(Formula.LargestNormal formula, String table, double[] origin) {
    int groups = formula.peaks().length;
    List<String> outputs = new ArrayList<>();
    outputs.add(GROUP);
    outputs.add(LIKELIHOOD);
    StringBuilder share = new StringBuilder("CASE j");
    StringBuilder places = new StringBuilder();
    for (int j = 0; j < groups; j++) {
      outputs.add("r" + j);
      share.append(" WHEN ").append(j).append(" THEN r").append(j);
      places.append(j == 0 ? "(" : ", (").append(j).append(')');
    }
    List<String> moved = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (String number : numbers(origin)) {
      names.add("d" + names.size());
      moved.add(number + " AS " + names.get(names.size() - 1));
    }
    List<String> aggregates = new ArrayList<>();
    aggregates.add("sum(r * " + LIKELIHOOD + ")");
    aggregates.add("sum(CASE WHEN " + GROUP + " = j THEN 1 ELSE 0 END)");
    aggregates.add("sum(r)");
    names.forEach(name -> aggregates.add("sum(r * " + name + ")"));
    for (int a = 0; a < names.size(); a++) {
      for (int b = formula.diagonal() ? a : 0; b <= a; b++) {
        aggregates.add("sum(r * " + names.get(a) + " * " + names.get(b) + ")");
      }
    }
    // A row for each row and group: databases fail to compile hundreds of sums of one row.
    return Text.of("SELECT %s, j, ", PARTITION)
        + String.join(", ", aggregates)
        + Text.of("\nFROM (SELECT %s, j, %s, %s, ", PARTITION, GROUP, LIKELIHOOD)
        + share
        + " END AS r, "
        + String.join(", ", moved)
        + "\nFROM (\n"
        + SqlSelect.shared(formula, encoded, source(table), columns(), outputs, sql)
        + "\n) AS shared CROSS JOIN (VALUES "
        + places
        + Text.of(") AS places(j)) AS moved GROUP BY %s, j", PARTITION);
  }
}
