package org.sqlflow.magic;

import java.io.File;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.sqlflow.database.spi.SqlText;
import org.sqlflow.database.spi.SqlTypes;
import org.sqlflow.syntax.LexicalRules;
import org.sqlflow.syntax.Placeholder;
import org.sqlflow.syntax.Placeholder.Neighbour;
import org.sqlflow.text.Text;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/**
 * Writes Java values into SQL so that each stays one value: a text cannot end the string or the
 * name that contains it, and outside of quotes a value becomes a literal of its type.
 *
 * @param rules how the database reads strings
 * @param sql how it writes literals and names
 */
record Literals(LexicalRules rules, SqlText sql) {
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_]+");
  private static final String TAKES =
      "; ${…} takes texts, numbers, truth values, dates, times and lists of them";

  /** A value outside of quotes; an empty one is null. */
  String bare(Placeholder one, Placeholder.Bare place, Optional<Object> value) {
    if (place.neighbour() == Neighbour.QUOTE) {
      throw new MagicException(
          shown(one) + " touches a quote: put it inside the quotes, or put a space between");
    }
    if (place.neighbour() == Neighbour.WORD) {
      return partOfWord(one, value);
    }
    if (value.isEmpty()) {
      return "NULL";
    }
    if (value.get() instanceof Iterable<?> list && !isOpaque(list)) {
      return list(one, place, list);
    }
    String literal = literal(one, value.get(), place.inExtension());
    return place.neighbour() == Neighbour.MINUS && literal.startsWith("-")
        ? " " + literal
        : literal;
  }

  private String partOfWord(Placeholder one, Optional<Object> value) {
    String text = value.filter(Literals::isSimple).map(Literals::plain).orElse("");
    if (!WORD.matcher(text).matches()) {
      throw new MagicException(
          shown(one)
              + " is a part of a name here, and its value has characters other than letters and"
              + " digits: put the whole name in quotes, such as "
              + sql.quote("t_" + shown(one)));
    }
    return text;
  }

  private String list(Placeholder one, Placeholder.Bare place, Iterable<?> list) {
    List<String> literals = new ArrayList<>();
    for (Object element : list) {
      literals.add(element == null ? "NULL" : literal(one, element, place.inExtension()));
    }
    if (literals.isEmpty()) {
      throw new MagicException(
          shown(one)
              + " is an empty list, and SQL has no IN (): leave the condition out if the list is"
              + " empty");
    }
    String all = String.join(", ", literals);
    return place.afterIn() ? "(" + all + ")" : all;
  }

  private String literal(Placeholder one, Object value, boolean inExtension) {
    if (isText(value)) {
      return text(value.toString(), !inExtension && rules.backslashEscapes());
    }
    if (value instanceof Boolean truth) {
      return truth ? "TRUE" : "FALSE";
    }
    if (value instanceof Number number && isFinite(number)) {
      return plain(value);
    }
    Object known = known(value).orElseThrow(() -> refused(one, value));
    if (inExtension) {
      return text(plain(known), false);
    }
    return sql.literal(known)
        .orElseThrow(
            () ->
                new MagicException(
                    shown(one) + " is " + plain(known) + ", which this database cannot hold"));
  }

  private static String text(String value, boolean backslashes) {
    requireNoNul(value);
    return "'" + escaped(value, '\'', backslashes) + "'";
  }

  /** Refuses the character NUL, at which databases end a text, whatever quotes are around it. */
  private static void requireNoNul(String value) {
    int at = value.indexOf('\0');
    if (at >= 0) {
      throw new MagicException(
          "the value has the character NUL at "
              + (at + 1)
              + ", which SQL cannot hold: remove it, value.replace(\"\\0\", \"\")");
    }
  }

  private static String escaped(String value, char quote, boolean backslashes) {
    String text = backslashes ? value.replace("\\", "\\\\") : value;
    return text.replace(String.valueOf(quote), String.valueOf(quote) + quote);
  }

  /** A value as a part of a string or of a quoted name; an empty one is null. */
  String inQuotes(Placeholder one, Placeholder.Quoted place, Optional<Object> value) {
    if (value.isEmpty()) {
      throw new MagicException(
          shown(one) + " is null, and is inside quotes: without them it becomes NULL");
    }
    if (value.get() instanceof Iterable<?> list && !isOpaque(list)) {
      throw new MagicException(
          shown(one) + " is a list: write it without quotes, such as IN (" + shown(one) + ")");
    }
    if (!isSimple(value.get())) {
      throw refused(one, value.get());
    }
    if (place.endsEarly() && !place.inExtension() && !rules.backslashEscapes()) {
      throw new MagicException(
          "the database ends this string before "
              + shown(one)
              + ": write '' for a quote in it, not \\'");
    }
    String text = plain(value.get());
    requireNoNul(text);
    boolean backslashes = escapesBackslashes(place);
    if (backslashes && place.afterBackslash()) {
      throw new MagicException(
          "the backslash before " + shown(one) + " changes the value: write \\\\ for a backslash");
    }
    return switch (place.token().kind()) {
      case BACK_QUOTED -> escaped(text, '`', false);
      case DOUBLE_QUOTED -> escaped(text, '"', backslashes);
      default -> inString(one, place, text, backslashes);
    };
  }

  private static String inString(
      Placeholder one, Placeholder.Quoted place, String text, boolean backslashes) {
    boolean dollar = place.prefix().startsWith("$");
    if (dollar && text.contains("$")) {
      throw new MagicException(
          "the value of " + shown(one) + " has a $, which could end this string: write '…'");
    }
    if (place.prefix().equals("Q") && text.contains("'")) {
      throw new MagicException(
          "the value of " + shown(one) + " has a quote, which could end this string: write '…'");
    }
    return dollar || place.prefix().equals("Q") ? text : escaped(text, '\'', backslashes);
  }

  private boolean escapesBackslashes(Placeholder.Quoted place) {
    return switch (place.prefix()) {
      case "E", "U&" -> true;
      default -> !place.inExtension() && rules.backslashEscapes();
    };
  }

  /** Advice to write a placeholder in the quotes of names. */
  String adviceForName(Placeholder one) {
    return sql.quote(shown(one));
  }

  private static String shown(Placeholder one) {
    return "${" + one.name() + "}";
  }

  /** Whether a value is a text in SQL. */
  static boolean isText(Object value) {
    return value instanceof CharSequence
        || value instanceof Character
        || value instanceof Enum<?>
        || value instanceof UUID
        || value instanceof URI
        || value instanceof File
        || value instanceof Path;
  }

  private static boolean isSimple(Object value) {
    return isText(value)
        || value instanceof Boolean
        || (value instanceof Number number && isFinite(number))
        || known(value).isPresent();
  }

  private static boolean isFinite(Number number) {
    return !(number instanceof Double || number instanceof Float)
        || Double.isFinite(number.doubleValue());
  }

  /** Dates, times and infinite numbers as one of the types that databases have. */
  private static Optional<Object> known(Object value) {
    if (value instanceof java.sql.Date date) {
      return Optional.of(date.toLocalDate());
    }
    if (value instanceof java.sql.Time time) {
      return Optional.of(time.toLocalTime());
    }
    if (value instanceof java.sql.Timestamp time) {
      return Optional.of(time.toLocalDateTime());
    }
    if (value instanceof java.util.Date date) {
      return known(date.toInstant());
    }
    if (value instanceof Instant instant) {
      return Optional.of(instant.atOffset(ZoneOffset.UTC));
    }
    if (value instanceof ZonedDateTime time) {
      return Optional.of(time.toOffsetDateTime());
    }
    if (value instanceof Float number) {
      return Optional.of((double) number);
    }
    boolean known =
        value instanceof LocalDate
            || value instanceof LocalTime
            || value instanceof LocalDateTime
            || value instanceof OffsetDateTime
            || value instanceof Double;
    return known ? Optional.of(value) : Optional.empty();
  }

  /** A value as a text. */
  static String plain(Object value) {
    if (value instanceof BigDecimal decimal) {
      return decimal.toPlainString();
    }
    if (value instanceof Number number && !(value instanceof BigInteger)) {
      return number.toString();
    }
    return known(value).map(SqlTypes::text).orElseGet(() -> String.valueOf(value));
  }

  /** Whether an iterable object is not a list of values. */
  private static boolean isOpaque(Iterable<?> list) {
    return list instanceof Path
        || list instanceof Table
        || list instanceof Row
        || list instanceof Column<?>;
  }

  private static MagicException refused(Placeholder one, Object value) {
    String name = one.name();
    if (value instanceof Table) {
      return new MagicException(
          shown(one)
              + " is a table: read it by its name, SELECT … FROM "
              + name
              + ", or write it into the database with --persist "
              + name);
    }
    if (value instanceof Column<?>) {
      return new MagicException(
          shown(one) + " is a column: make a list of it, var list = " + name + ".asList();");
    }
    if (value.getClass().isArray()) {
      String type = value.getClass().getComponentType().getSimpleName();
      String list =
          switch (type) {
            case "int", "long", "double" -> "Arrays.stream(" + name + ").boxed().toList()";
            default -> "Arrays.asList(" + name + ")";
          };
      return new MagicException(
          shown(one)
              + " is an array of "
              + Text.counted(Array.getLength(value), "value")
              + ": make a list of it, var list = "
              + list
              + ";");
    }
    String type =
        Optional.of(value instanceof Map ? "Map" : value.getClass().getSimpleName())
            .filter(n -> !n.isEmpty())
            .orElse("an unnamed class");
    return new MagicException(shown(one) + " is of type " + type + TAKES);
  }
}
