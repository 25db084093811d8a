package org.sqlflow.magic;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.regex.Pattern;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.database.QueryTable;
import org.sqlflow.database.spi.SqlTypes;
import org.sqlflow.files.WholeFile;
import org.sqlflow.text.Text;
import tech.tablesaw.columns.Column;

/**
 * Writes a result as a workbook of one sheet. What Excel would change is a text: numbers of more
 * than 15 digits, dates before March 1900 and moments with a time zone. NULL is an empty cell.
 */
final class ExcelFile {
  private static final String SHEET = "result";

  private static final int MOST_ROWS = 1_048_575;
  private static final int MOST_COLUMNS = 16_384;
  private static final int LONGEST_TEXT = 32_767;
  private static final int MOST_DIGITS = 15;

  /** The least whole number of more digits. */
  private static final long LEAST_LONG = 1_000_000_000_000_000L;

  private static final long NANOS_OF_DAY = LocalTime.MAX.toNanoOfDay() + 1;

  /** Excel takes 1900 for a leap year. */
  private static final LocalDate FIRST_DAY = LocalDate.of(1900, 3, 1);

  private static final int LAST_YEAR = 9999;

  /**
   * What a workbook writes as {@code _x0007_}: what XML cannot hold, a carriage return, which XML
   * would turn into a line feed, and the beginning of a text that reads like such a word.
   */
  private static final Pattern ESCAPED =
      Pattern.compile("[\\x00-\\x08\\x0B-\\x1F\\uFFFE\\uFFFF]|_(?=x[0-9A-Fa-f]{4}_)");

  private final QueryTable rows;
  private final Worksheet sheet;

  private ExcelFile(QueryTable rows, Worksheet sheet) {
    this.rows = rows;
    this.sheet = sheet;
  }

  /**
   * Writes a file, whole or not at all.
   *
   * @throws DatabaseException if it cannot be written, or a sheet cannot hold the rows
   */
  static void write(QueryTable rows, Path path) {
    check(rows);
    try {
      WholeFile.write(
          path,
          out -> {
            try (Workbook workbook = new Workbook(out, "SQLFlow", null)) {
              new ExcelFile(rows, workbook.newWorksheet(SHEET)).write();
            }
          });
    } catch (IOException error) {
      throw new DatabaseException("cannot write " + path + ": " + error.getMessage(), error);
    }
  }

  private static void check(QueryTable rows) {
    int height = rows.table().rowCount();
    int width = rows.table().columnCount();
    if (height > MOST_ROWS || width > MOST_COLUMNS) {
      throw tooLarge(
          Text.of(
              "the result has %s and %s, and a sheet of Excel at most %,d and %,d",
              Text.counted(height, "row"), Text.counted(width, "column"), MOST_ROWS, MOST_COLUMNS));
    }
  }

  private static DatabaseException tooLarge(String what) {
    return new DatabaseException(what + ": save a .parquet or .csv file", null);
  }

  private void write() {
    for (int i = 0; i < rows.table().columnCount(); i++) {
      text(0, i, rows.table().column(i).name());
      sheet.style(0, i).bold().set();
      write(i, rows.table().column(i));
    }
    sheet.freezePane(0, 1);
  }

  private void write(int index, Column<?> column) {
    boolean isNumber = index < rows.types().size() && rows.types().get(index).isNumber();
    for (int row = 0; row < column.size(); row++) {
      Object value = rows.value(index, row);
      if (value != null) {
        write(row + 1, index, isNumber ? number(value) : value);
      }
    }
  }

  /** A number that a table of Java has as a text, such as a decimal, unless it is too long. */
  private static Object number(Object value) {
    if (!(value instanceof String text)) {
      return value;
    }
    try {
      BigDecimal number = new BigDecimal(text);
      return number.precision() <= MOST_DIGITS ? number : value;
    } catch (NumberFormatException special) {
      return value;
    }
  }

  private void write(int row, int column, Object value) {
    if (value instanceof Float number && Float.isFinite(number)) {
      sheet.value(row, column, new BigDecimal(number.toString()));
    } else if (value instanceof Double number && !Double.isFinite(number)
        || value instanceof Float
        || value instanceof Long whole && Math.abs(whole) >= LEAST_LONG) {
      text(row, column, value.toString());
    } else if (value instanceof Number number) {
      sheet.value(row, column, number);
    } else if (value instanceof Boolean truth) {
      sheet.value(row, column, truth);
    } else if (value instanceof LocalDate date && fits(date)) {
      sheet.value(row, column, date);
      sheet.style(row, column).format("yyyy-mm-dd").set();
    } else if (value instanceof LocalDateTime time && fits(time.toLocalDate())) {
      sheet.value(row, column, time);
      sheet.style(row, column).format("yyyy-mm-dd " + format(time.toLocalTime())).set();
    } else if (value instanceof LocalTime time) {
      sheet.value(row, column, (double) time.toNanoOfDay() / NANOS_OF_DAY);
      sheet.style(row, column).format(format(time)).set();
    } else if (value instanceof Instant instant) {
      text(row, column, SqlTypes.text(instant.atOffset(ZoneOffset.UTC)));
    } else {
      text(row, column, value instanceof String text ? text : SqlTypes.text(value));
    }
  }

  private void text(int row, int column, String value) {
    String text =
        ESCAPED
            .matcher(value)
            .replaceAll(found -> Text.of("_x%04X_", (int) found.group().charAt(0)));
    if (text.length() > LONGEST_TEXT) {
      throw tooLarge(
          Text.of(
              "%s has a text of %,d characters, and a cell of Excel at most %,d",
              rows.table().column(column).name(), text.length(), LONGEST_TEXT));
    }
    sheet.value(row, column, text);
  }

  private static boolean fits(LocalDate date) {
    return !date.isBefore(FIRST_DAY) && date.getYear() <= LAST_YEAR;
  }

  private static String format(LocalTime time) {
    return time.getNano() == 0 ? "hh:mm:ss" : "hh:mm:ss.000";
  }
}
