package org.sqlflow.kernel.display;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.BitSet;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.sqlflow.data.SqlType;
import org.sqlflow.report.Output;
import org.sqlflow.report.Output.Look;
import org.sqlflow.text.Text;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.FloatColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/**
 * The part of a table that is shown, as text.
 *
 * @param title a line above the table
 * @param columns what is shown of each column
 * @param shown the number of rows shown, from the first
 * @param total the number of rows that were read
 * @param isPartial whether there are more rows, which were not read
 */
record TableView(
    Optional<String> title, List<ColumnView> columns, int shown, int total, boolean isPartial) {
  /** The approximate bytes of HTML around a value. */
  private static final int AROUND_A_VALUE = 70;

  private static final Map<String, String> PLAIN_TYPES =
      Map.ofEntries(
          Map.entry("SHORT", "smallint"),
          Map.entry("INTEGER", "integer"),
          Map.entry("LONG", "bigint"),
          Map.entry("FLOAT", "real"),
          Map.entry("DOUBLE", "double"),
          Map.entry("BOOLEAN", "boolean"),
          Map.entry("STRING", "text"),
          Map.entry("TEXT", "text"),
          Map.entry("LOCAL_DATE", "date"),
          Map.entry("LOCAL_TIME", "time"),
          Map.entry("LOCAL_DATE_TIME", "timestamp"),
          Map.entry("INSTANT", "timestamptz"));

  /** Numbers that differ by a larger factor get different numbers of decimals. */
  private static final double MIXED = 1000;

  /** The factor if a number is {@link #LARGE} and the decimals are more than an amount has. */
  private static final double MIXED_WITH_LARGE = 100;

  private static final double LARGE = 10;
  private static final int DECIMALS_OF_MONEY = 2;

  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .appendPattern("HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .toFormatter(Locale.ROOT);

  /**
   * A column.
   *
   * @param type the SQL type; empty in reports
   * @param numeric whether it is aligned to the right
   * @param values the values of the rows shown; empty for NULL
   * @param look how the cells are drawn, if not as plain values
   * @param patch the colour of a square before the name
   */
  record ColumnView(
      String name,
      String type,
      boolean numeric,
      List<Optional<String>> values,
      Optional<Look> look,
      Optional<String> patch) {}

  /** The colour of a row, if a column assigns colours. */
  Optional<String> patch(int row) {
    return columns.stream()
        .flatMap(column -> column.look().stream())
        .filter(Look.Patches.class::isInstance)
        .map(look -> ((Look.Patches) look).colours().get(row))
        .findFirst();
  }

  /** The first rows of a table; all for a limit of 0. */
  static TableView of(Output.Rows rows, int limit) {
    Table table = rows.table();
    int shown = limit == 0 ? table.rowCount() : Math.min(limit, table.rowCount());
    List<ColumnView> columns =
        IntStream.range(0, table.columnCount())
            .mapToObj(
                i ->
                    column(
                        table.column(i),
                        type(rows, i),
                        rows.present().getOrDefault(i, new BitSet()),
                        shown,
                        rows.title().isPresent() || rows.role() == Output.Role.LISTING,
                        Optional.ofNullable(rows.looks().get(i))))
            .toList();
    return new TableView(rows.title(), columns, shown, table.rowCount(), rows.whole().isPresent());
  }

  /** The first rows whose HTML takes about {@code mostBytes}, at least one; all rows for 0. */
  TableView within(long mostBytes) {
    long bytes = 0;
    for (int row = 0; row < shown && mostBytes > 0; row++) {
      for (ColumnView column : columns) {
        bytes += AROUND_A_VALUE + column.values().get(row).map(String::length).orElse(4);
      }
      if (bytes > mostBytes && row > 0) {
        return new TableView(title, columns, row, total, isPartial);
      }
    }
    return this;
  }

  /** All rows of a heat map. */
  static TableView of(Output.Heat heat) {
    Table table = heat.table();
    List<ColumnView> columns =
        IntStream.range(0, table.columnCount())
            .mapToObj(
                i ->
                    new ColumnView(
                        table.column(i).name(),
                        "",
                        i > 0,
                        IntStream.range(0, table.rowCount())
                            .mapToObj(row -> Optional.of(table.getString(row, i)))
                            .toList(),
                        Optional.empty(),
                        Optional.ofNullable(heat.patches().get(i))))
            .toList();
    return new TableView(heat.title(), columns, table.rowCount(), table.rowCount(), false);
  }

  /** How many rows and columns there are, and how many rows are shown. */
  String size() {
    String rows = grouped(total) + (total == 1 ? " row" : " rows");
    String many = columns.size() == 1 ? " column" : " columns";
    String of =
        isPartial
            ? grouped(shown) + " of more than " + rows
            : shown < total ? grouped(shown) + " of " + rows : rows;
    return of + " \u00d7 " + grouped(columns.size()) + many;
  }

  /** Small numbers skip the formatter, which takes most of the time of a small table. */
  private static String grouped(long number) {
    return number < 1000 ? Long.toString(number) : String.format(Locale.ROOT, "%,d", number);
  }

  /** The database's type if it is known; only results without a title have type names. */
  private static SqlType type(Output.Rows rows, int index) {
    if (rows.isResult() && index < rows.types().size()) {
      return rows.types().get(index);
    }
    Column<?> column = rows.table().column(index);
    String typeName = column.type().name();
    return new SqlType(
        rows.title().isEmpty() && rows.role() == Output.Role.RESULT
            ? PLAIN_TYPES.getOrDefault(typeName, typeName.toLowerCase(Locale.ROOT))
            : "",
        column instanceof NumericColumn<?>,
        OptionalInt.empty());
  }

  private static ColumnView column(
      Column<?> column,
      SqlType type,
      BitSet present,
      int rows,
      boolean ofReport,
      Optional<Look> look) {
    boolean isReport = ofReport && look.filter(Look.AsInResult.class::isInstance).isEmpty();
    List<Optional<String>> values =
        column instanceof DoubleColumn || column instanceof FloatColumn
            ? decimals(column, type, present, rows, isReport)
            : IntStream.range(0, rows)
                .mapToObj(
                    row ->
                        value(column, present, row)
                            .map(
                                text ->
                                    isReport && column instanceof LongColumn counts
                                        ? Text.of("%,d", counts.getLong(row))
                                        : text))
                .toList();
    return new ColumnView(
        column.name(), type.name(), type.isNumber(), values, look, Optional.empty());
  }

  private static Optional<String> value(Column<?> column, BitSet present, int row) {
    if (column.isMissing(row) && !present.get(row)) {
      return Optional.empty();
    }
    Object value = column.get(row);
    if (value instanceof Long && column.getString(row).contains(",")) {
      return Optional.of(column.getString(row)); // a count that a report prints with separators
    }
    if (value instanceof LocalDate date) {
      return Optional.of(written(date));
    }
    if (value instanceof LocalDateTime time) {
      return Optional.of(written(time.toLocalDate()) + " " + TIME.format(time));
    }
    if (value instanceof LocalTime time) {
      return Optional.of(TIME.format(time));
    }
    return Optional.of(value == null ? "" : value.toString());
  }

  /** Without the sign of Java's years above 9999. */
  private static String written(LocalDate date) {
    String text = date.toString();
    return text.startsWith("+") ? text.substring(1) : text;
  }

  private static List<Optional<String>> decimals(
      Column<?> column, SqlType type, BitSet present, int rows, boolean isReport) {
    List<Double> numbers = IntStream.range(0, rows).mapToObj(row -> number(column, row)).toList();
    boolean single = column instanceof FloatColumn;
    DecimalPlaces places =
        type.scale().isPresent()
            ? DecimalPlaces.exactly(type.scale().getAsInt())
            : DecimalPlaces.of(
                numbers.stream().filter(Double::isFinite).map(n -> exact(n, single)).toList(),
                isReport ? DecimalPlaces.OF_A_REPORT : DecimalPlaces.SIGNIFICANT);
    boolean mixes = isReport && mixesSizes(numbers, places);
    return IntStream.range(0, rows)
        .mapToObj(
            row -> {
              double number = numbers.get(row);
              if (column.isMissing(row) && !present.get(row)) {
                return Optional.<String>empty();
              }
              return Optional.of(
                  !Double.isFinite(number)
                      ? Double.toString(number)
                      : mixes
                          ? significant(number)
                          : isReport
                              ? places.grouped(exact(number, single))
                              : places.write(exact(number, single)));
            })
        .toList();
  }

  /** Whether the numbers differ much in size, as a model's scores and means do. */
  private static boolean mixesSizes(List<Double> numbers, DecimalPlaces places) {
    DoubleSummaryStatistics sizes =
        numbers.stream()
            .filter(number -> Double.isFinite(number) && number != 0)
            .mapToDouble(Math::abs)
            .summaryStatistics();
    double least = sizes.getMin();
    double most = sizes.getMax();
    return sizes.getCount() > 0
        && (most > MIXED * least
            || (most >= LARGE
                && most > MIXED_WITH_LARGE * least
                && places.count() > DECIMALS_OF_MONEY));
  }

  /** Four significant digits, or all digits before the point; without trailing zeros. */
  private static String significant(double number) {
    int magnitude = number == 0 ? 0 : (int) Math.floor(Math.log10(Math.abs(number)));
    BigDecimal rounded =
        BigDecimal.valueOf(number).setScale(Math.max(0, 3 - magnitude), RoundingMode.HALF_EVEN);
    return Text.number(number, rounded.stripTrailingZeros().scale());
  }

  private static double number(Column<?> column, int row) {
    return column instanceof FloatColumn floats
        ? floats.getFloat(row)
        : ((DoubleColumn) column).getDouble(row);
  }

  /** The shortest decimal that reads back as this number. */
  private static BigDecimal exact(double number, boolean single) {
    return single ? new BigDecimal(Float.toString((float) number)) : BigDecimal.valueOf(number);
  }
}
