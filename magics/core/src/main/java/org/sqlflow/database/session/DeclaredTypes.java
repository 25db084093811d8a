package org.sqlflow.database.session;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sqlflow.data.SqlType;
import org.sqlflow.database.QueryTable;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.columns.Column;

/**
 * The types with which columns of an earlier result are written: those that they had in the
 * database, where the Tablesaw column has another one, such as a double or a text for a DECIMAL.
 * Every value is checked first, since a program may have changed it.
 */
public final class DeclaredTypes {
  private static final Pattern NAME =
      Pattern.compile("([a-z][a-z0-9_ ]*?)(?:\\((\\d+)(?:, ?(\\d+))?\\))?");
  private static final Pattern TIME =
      Pattern.compile(
          "-?infinity|(?!0000)\\d{4,6}-\\d\\d-\\d\\d(?:[ T]\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?Z?)?"
              + "|\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?");
  private static final Pattern UUID =
      Pattern.compile("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private static final Set<String> BYTES =
      Set.of(
          "blob",
          "bytea",
          "binary",
          "varbinary",
          "binary varying",
          "binary large object",
          "tinyblob",
          "mediumblob",
          "longblob");
  private static final String HEX = "\\x";

  /** The digits of a decimal whose type gives only the decimal places. */
  private static final int MOST_DIGITS = 38;

  private static final Map<String, Range> WHOLE =
      Map.ofEntries(
          Map.entry("tinyint", Range.signed(8)),
          Map.entry("smallint", Range.signed(16)),
          Map.entry("int2", Range.signed(16)),
          Map.entry("integer", Range.INT),
          Map.entry("int", Range.INT),
          Map.entry("int4", Range.INT),
          Map.entry("bigint", Range.LONG),
          Map.entry("int8", Range.LONG),
          Map.entry("hugeint", Range.signed(128)),
          Map.entry("utinyint", Range.unsigned(8)),
          Map.entry("usmallint", Range.unsigned(16)),
          Map.entry("uinteger", Range.unsigned(32)),
          Map.entry("ubigint", Range.unsigned(64)),
          Map.entry("bigint unsigned", Range.unsigned(64)),
          Map.entry("uhugeint", Range.unsigned(128)));

  private DeclaredTypes() {}

  /** Whole numbers of a type. */
  private record Range(BigInteger least, BigInteger most) {
    static final Range INT = signed(32);
    static final Range LONG = signed(64);

    static Range signed(int bits) {
      BigInteger half = BigInteger.ONE.shiftLeft(bits - 1);
      return new Range(half.negate(), half.subtract(BigInteger.ONE));
    }

    static Range unsigned(int bits) {
      return new Range(BigInteger.ZERO, BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE));
    }

    boolean holds(BigDecimal number) {
      return number.stripTrailingZeros().scale() <= 0
          && number.toBigInteger().compareTo(least) >= 0
          && number.toBigInteger().compareTo(most) <= 0;
    }
  }

  /** The type to write a column with; empty for that of its Tablesaw column. */
  public static Optional<String> of(QueryTable rows, int index) {
    if (rows.types().size() != rows.table().columnCount()) {
      return Optional.empty();
    }
    SqlType type = rows.types().get(index);
    Matcher name = NAME.matcher(type.name());
    if (!name.matches()) {
      return Optional.empty();
    }
    Column<?> column = rows.table().column(index);
    String family = name.group(1).toLowerCase(Locale.ROOT);
    if (family.equals("decimal") || family.equals("numeric")) {
      return decimal(name, type.scale(), column);
    }
    if (WHOLE.containsKey(family)) {
      Range range = WHOLE.get(family);
      boolean isPlain =
          range.equals(Range.INT) && column instanceof IntColumn
              || range.equals(Range.LONG) && column instanceof LongColumn;
      return !isPlain && all(column, value -> number(value).filter(range::holds).isPresent())
          ? Optional.of(type.name())
          : Optional.empty();
    }
    if (BYTES.contains(family)) {
      return column instanceof StringColumn && all(column, value -> isHex((String) value))
          ? Optional.of(type.name())
          : Optional.empty();
    }
    boolean isText = column instanceof StringColumn;
    boolean isTime =
        family.startsWith("date") || family.startsWith("time") || family.startsWith("timestamp");
    boolean fits =
        isText
            && (isTime && all(column, value -> TIME.matcher((String) value).matches())
                || family.equals("uuid")
                    && all(column, value -> UUID.matcher((String) value).matches()));
    return fits ? Optional.of(type.name()) : Optional.empty();
  }

  private static Optional<String> decimal(Matcher name, OptionalInt declared, Column<?> column) {
    OptionalInt scale =
        name.group(3) != null ? OptionalInt.of(Integer.parseInt(name.group(3))) : declared;
    int digits = name.group(2) != null ? Integer.parseInt(name.group(2)) : MOST_DIGITS;
    boolean fits =
        all(
            column,
            value ->
                number(value)
                    .map(BigDecimal::stripTrailingZeros)
                    .filter(n -> scale.isEmpty() || n.scale() <= scale.getAsInt())
                    .filter(n -> n.precision() - n.scale() <= digits - scale.orElse(0))
                    .isPresent());
    if (!fits) {
      return Optional.empty();
    }
    boolean isWhole = name.group(2) != null || scale.isEmpty();
    return Optional.of(isWhole ? name.group() : "decimal(" + digits + "," + scale.getAsInt() + ")");
  }

  /** Whether a declared type holds bytes. */
  public static boolean isBytes(String type) {
    Matcher name = NAME.matcher(type);
    return name.matches() && BYTES.contains(name.group(1));
  }

  private static boolean isHex(String value) {
    return value.startsWith(HEX)
        && value.length() % 2 == 0
        && value.chars().skip(HEX.length()).allMatch(HexFormat::isHexDigit);
  }

  /**
   * A value to write with a declared type: bytes, or a text that the database casts.
   *
   * @param type as {@link #of} returned it for the value's column
   */
  public static Object written(Object value, String type) {
    if (isBytes(type)) {
      return HexFormat.of().parseHex((String) value, HEX.length(), ((String) value).length());
    }
    return number(value).map(BigDecimal::toPlainString).orElseGet(value::toString);
  }

  private static boolean all(Column<?> column, java.util.function.Predicate<Object> holds) {
    boolean known =
        column instanceof StringColumn
            || column instanceof DoubleColumn
            || column instanceof LongColumn
            || column instanceof IntColumn;
    for (int row = 0; known && row < column.size(); row++) {
      if (!column.isMissing(row) && !holds.test(column.get(row))) {
        return false;
      }
    }
    return known;
  }

  private static Optional<BigDecimal> number(Object value) {
    try {
      return Optional.of(new BigDecimal(value.toString()));
    } catch (NumberFormatException noNumber) {
      return Optional.empty();
    }
  }
}
