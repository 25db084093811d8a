package org.sqlflow.kernel.command;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.sqlflow.report.Output;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/** Writes whole result sets for programs. */
sealed interface ResultWriter {
  /** Writes the first or the next rows of a result set. */
  void write(Output.Rows part);

  /** Ends the result set, if one was begun. */
  void end();

  /**
   * A value for a program, exactly as in the database.
   *
   * @param text the value in words
   * @param isNumber whether the text is a number that CSV and JSON write without quotes
   */
  record Value(String text, boolean isNumber) {
    private static final DateTimeFormatter TIME =
        new DateTimeFormatterBuilder()
            .appendPattern("HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .toFormatter(Locale.ROOT);

    /** The value at a place; empty for NULL. */
    static Optional<Value> of(Output.Rows rows, int column, int row) {
      Column<?> values = rows.table().column(column);
      BitSet present = rows.present().getOrDefault(column, new BitSet());
      if (values.isMissing(row) && !present.get(row)) {
        return Optional.empty();
      }
      boolean ofNumbers = column < rows.types().size() && rows.types().get(column).isNumber();
      Object value = values.get(row);
      // Tablesaw counts this value as missing although the database has one: NaN, or an empty text.
      Object known = value != null ? value : values instanceof NumericColumn<?> ? "NaN" : "";
      return Optional.of(of(known, ofNumbers));
    }

    private static Value of(Object value, boolean ofNumbers) {
      if (value instanceof Double || value instanceof Float) {
        return Double.isFinite(((Number) value).doubleValue())
            ? new Value(plain(new BigDecimal(value.toString())), true)
            : new Value(value.toString(), false);
      }
      if (value instanceof LocalDateTime time) {
        return new Value(time.toLocalDate() + " " + TIME.format(time), false);
      }
      if (value instanceof LocalTime time) {
        return new Value(TIME.format(time), false);
      }
      // A number with many digits is read as a text.
      String text = value.toString();
      boolean digits = ofNumbers && text.matches("-?(?:0|[1-9]\\d*)(?:\\.\\d+)?");
      return new Value(text, value instanceof Number || digits);
    }

    /** Without an exponent where that is not much longer. */
    private static String plain(BigDecimal number) {
      BigDecimal trimmed = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
      boolean readable = trimmed.scale() <= 20 && trimmed.precision() - trimmed.scale() <= 20;
      return readable ? trimmed.toPlainString() : trimmed.toString();
    }
  }

  /**
   * Comma-separated values as in RFC 4180, with a header, but with the line ends of Unix tools,
   * {@code \n}. NULL is nothing between commas, an empty text is {@code ""}.
   */
  final class Csv implements ResultWriter {
    private final Writer out;
    private boolean isLater;
    private boolean isOpen;

    Csv(Writer out) {
      this.out = out;
    }

    @Override
    public void write(Output.Rows rows) {
      Table table = rows.table();
      int columns = table.columnCount();
      try {
        if (!isOpen) {
          if (isLater) {
            out.write("\n"); // an empty line between two result sets
          }
          line(table.columnNames().stream().map(Csv::quoted).toList());
        }
        isLater = true;
        isOpen = true;
        for (int row = 0; row < table.rowCount(); row++) {
          int at = row;
          line(
              IntStream.range(0, columns)
                  .mapToObj(column -> Value.of(rows, column, at).map(Csv::text).orElse(""))
                  .toList());
        }
        out.flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void end() {
      isOpen = false;
    }

    private void line(List<String> values) throws IOException {
      // A line with one NULL must not look like the empty line between two result sets.
      out.write(values.equals(List.of("")) ? "\"\"" : String.join(",", values));
      out.write("\n");
    }

    private static String text(Value value) {
      return value.isNumber() ? value.text() : quoted(value.text());
    }

    private static String quoted(String text) {
      boolean needs =
          text.isEmpty()
              || text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
              || text.startsWith(" ")
              || text.endsWith(" ");
      return needs ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }
  }

  /** An array of objects for each result set, with one object per line. */
  final class Json implements ResultWriter {
    private final JsonFactory factory = new JsonFactory();
    private final Writer out;
    private boolean isOpen;
    private boolean hasRows;

    Json(Writer out) {
      this.out = out;
    }

    @Override
    public void write(Output.Rows rows) {
      try {
        if (!isOpen) {
          out.write("[");
          isOpen = true;
          hasRows = false;
        }
        for (int row = 0; row < rows.table().rowCount(); row++) {
          out.write(hasRows ? ",\n" : "\n");
          hasRows = true;
          StringWriter object = new StringWriter();
          try (JsonGenerator json = factory.createGenerator(object)) {
            object(json, rows, row);
          }
          out.write(object.toString());
        }
        out.flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void end() {
      if (!isOpen) {
        return;
      }
      try {
        out.write(hasRows ? "\n]\n" : "]\n");
        out.flush();
        isOpen = false;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void object(JsonGenerator json, Output.Rows rows, int row) throws IOException {
      json.writeStartObject();
      for (int column = 0; column < rows.table().columnCount(); column++) {
        json.writeFieldName(rows.table().column(column).name());
        Optional<Value> value = Value.of(rows, column, row);
        if (value.isEmpty()) {
          json.writeNull();
        } else if (rows.table().column(column).get(row) instanceof Boolean truth) {
          json.writeBoolean(truth);
        } else if (value.get().isNumber()) {
          json.writeNumber(value.get().text());
        } else {
          json.writeString(value.get().text());
        }
      }
      json.writeEndObject();
    }
  }
}
