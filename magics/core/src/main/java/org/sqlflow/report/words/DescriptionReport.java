package org.sqlflow.report.words;

import java.math.BigDecimal;
import java.math.MathContext;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.sqlflow.columns.ColumnProfile;
import org.sqlflow.columns.ColumnWords;
import org.sqlflow.columns.Diagnosis;
import org.sqlflow.columns.Finding;
import org.sqlflow.data.Column;
import org.sqlflow.data.ColumnType;
import org.sqlflow.data.RowBatch;
import org.sqlflow.data.Schema;
import org.sqlflow.report.Output;
import org.sqlflow.report.charts.DistributionChart;
import org.sqlflow.text.Omission;
import org.sqlflow.text.SqlNames;
import org.sqlflow.text.Text;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.numbers.NumberColumnFormatter;

/**
 * What TO DESCRIBE shows: a row for each column, and a picture of how its values are distributed.
 *
 * @param schema of the query
 * @param rows how many rows the query has
 * @param diagnosis of the columns that could be read
 * @param words how findings are worded
 * @param sampled how many rows the quantiles, the skew and the texts are computed from
 */
public record DescriptionReport(
    Schema schema, long rows, Diagnosis diagnosis, ColumnWords words, int sampled) {
  private static final List<String> COLUMNS =
      List.of(
          ("column,type,rows,missing,distinct,min,max,mean,deviation,skew,outliers,looks_like,"
                  + "advice")
              .split(","));

  private static final NumberColumnFormatter COUNTS =
      new NumberColumnFormatter(
          new DecimalFormat("#,##0", DecimalFormatSymbols.getInstance(Locale.ROOT)));

  private static final int DIGITS = 6;
  private static final MathContext EXACT = new MathContext(15);
  private static final int MOST_LETTERS = 20;
  private static final int MOST_NAMED = 5;

  /** Up to so many columns are all shown; of more, the cell's settings say how many. */
  private static final int MOST_SHOWN = 60;

  /** A row for each column, in the query's order. */
  public Table table() {
    StringColumn column = StringColumn.create("column");
    StringColumn type = StringColumn.create("type");
    LongColumn count = LongColumn.create("rows");
    LongColumn missing = LongColumn.create("missing");
    LongColumn distinct = LongColumn.create("distinct");
    StringColumn min = StringColumn.create("min");
    StringColumn max = StringColumn.create("max");
    DoubleColumn mean = DoubleColumn.create("mean");
    DoubleColumn deviation = DoubleColumn.create("deviation");
    DoubleColumn skew = DoubleColumn.create("skew");
    LongColumn outliers = LongColumn.create("outliers");
    StringColumn looks = StringColumn.create("looks_like");
    StringColumn advice = StringColumn.create("advice");
    Map<String, ColumnProfile> profiles = new HashMap<>();
    diagnosis.profiles().forEach(profile -> profiles.put(profile.name(), profile));
    for (Column one : schema.columns()) {
      column.append(one.name());
      type.append(one.typeName());
      count.append(rows);
      ColumnProfile profile = profiles.get(one.name());
      if (profile == null) {
        List.of(missing, distinct, outliers).forEach(LongColumn::appendMissing);
        List.of(min, max).forEach(StringColumn::appendMissing);
        List.of(mean, deviation, skew).forEach(DoubleColumn::appendMissing);
        boolean isList = one.type() == ColumnType.LIST;
        looks.append(isList ? "a list" : "no number, text or date");
        advice.append(
            isList ? "DENSE(" + SqlNames.inClause(one.name()) + ", n)" : "convert it in the query");
        continue;
      }
      missing.append(profile.missing());
      distinct.append(profile.distinct());
      min.append(bound(profile, profile.min(), profile.firstText()));
      max.append(bound(profile, profile.max(), profile.lastText()));
      append(mean, profile.mean());
      append(deviation, profile.deviation());
      append(skew, Math.rint(1000 * profile.skew()) / 1000);
      if (one.type().isNumeric()) {
        outliers.append(profile.outliers());
      } else {
        outliers.appendMissing();
      }
      List<Finding> findings = diagnosis.of(one.name());
      looks.append(
          findings.isEmpty()
              ? plain(one)
              : findings.stream().map(words::looks).collect(Collectors.joining("; ")));
      advice.append(
          findings.isEmpty()
              ? (rows == 0 ? "" : "use it as it is")
              : words.advice(
                  findings.stream()
                      .filter(Finding.Constant.class::isInstance)
                      .findFirst()
                      .orElse(findings.get(0))));
    }
    // Counts are read with separators; they are numbers all the same.
    List.of(count, missing, distinct, outliers).forEach(counts -> counts.setPrintFormatter(COUNTS));
    return Table.create(
        column, type, count, missing, distinct, min, max, mean, deviation, skew, outliers, looks,
        advice);
  }

  /** Whether a table with these columns holds such a report. */
  public static boolean isReport(List<String> columns) {
    return columns.equals(COLUMNS);
  }

  private String plain(Column column) {
    return rows == 0
        ? "no rows"
        : !column.type().isNumeric()
            ? "no text"
            : column.type() == ColumnType.BOOLEAN ? "yes or no" : "a number";
  }

  private static void append(DoubleColumn column, double value) {
    if (Double.isFinite(value)) {
      column.append(Double.parseDouble(Text.of("%." + DIGITS + "g", value)));
    } else {
      column.appendMissing();
    }
  }

  private static String bound(ColumnProfile profile, double number, String text) {
    if (profile.column().type().isNumeric()) {
      return Double.isNaN(number) ? null : written(number);
    }
    return text.length() <= MOST_LETTERS
        ? text
        : text.substring(0, text.offsetByCodePoints(0, text.codePointCount(0, MOST_LETTERS)))
            + "\u2026";
  }

  /** A number without rounding errors in its last digits, such as 2342.6499999999996. */
  private static String written(double number) {
    boolean isWhole = number == Math.rint(number);
    if (isWhole && Math.abs(number) < Long.MAX_VALUE) {
      return Long.toString((long) number); // keys may be longer than doubles are exact
    }
    boolean isRounded = !isWhole && Double.isFinite(number);
    return isRounded
        ? new BigDecimal(number).round(EXACT).stripTrailingZeros().toPlainString()
        : RowBatch.text(number);
  }

  /** The report, in the order to show it; the table is the statement's result. */
  public List<Output> outputs() {
    List<Output> outputs = new ArrayList<>();
    Output.Role role =
        schema.columns().size() <= MOST_SHOWN ? Output.Role.ANSWER : Output.Role.RESULT;
    outputs.add(new Output.Note(sentences()));
    new DistributionChart(diagnosis.profiles()).output().ifPresent(outputs::add);
    Table table = table();
    Map<Integer, BitSet> present =
        Map.of(
            table.columnIndex("min"), empty(ColumnProfile::firstText),
            table.columnIndex("max"), empty(ColumnProfile::lastText));
    outputs.add(new Output.Rows(Optional.of("The columns of the query"), table, present, role));
    return outputs;
  }

  /** The columns whose least or greatest text is the empty one, which is no missing value. */
  private BitSet empty(Function<ColumnProfile, String> bound) {
    BitSet empty = new BitSet();
    for (ColumnProfile profile : diagnosis.profiles()) {
      if (!profile.column().type().isNumeric()
          && profile.present() > 0
          && bound.apply(profile).isEmpty()) {
        empty.set(schema.names().indexOf(profile.name()));
      }
    }
    return empty;
  }

  private List<String> sentences() {
    List<String> lines = new ArrayList<>();
    int columns = schema.columns().size();
    lines.add(Text.of("%s, %s.", Text.counted(rows, "row"), Text.counted(columns, "column")));
    if (rows == 0) {
      return lines;
    }
    lines.addAll(
        words.numbersInText(
            diagnosis,
            diagnosis.profiles().stream().map(ColumnProfile::name).collect(Collectors.toSet())));
    Set<String> numbers =
        diagnosis.profiles().stream()
            .filter(profile -> profile.column().type().isNumeric())
            .map(ColumnProfile::name)
            .collect(Collectors.toSet());
    lines.addAll(words.warnings(diagnosis, numbers, Omission.of(numbers), false));
    String capped =
        diagnosis.profiles().stream()
            .filter(profile -> !profile.isDistinctExact())
            .map(ColumnProfile::name)
            .limit(MOST_NAMED)
            .collect(Collectors.joining(", "));
    if (!capped.isEmpty()) {
      long most = diagnosis.profiles().stream().mapToLong(ColumnProfile::distinct).max().orElse(0);
      lines.add(Text.of("%s: at least %,d different values; more are not counted.", capped, most));
    }
    if (sampled < rows) {
      lines.add(
          Text.of(
              "Skew, outliers, texts and copies are computed from a sample of %,d rows; counts,"
                  + " ranges, means and deviations from all.",
              sampled));
    }
    return lines;
  }
}
