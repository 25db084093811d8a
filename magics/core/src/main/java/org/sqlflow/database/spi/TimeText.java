package org.sqlflow.database.spi;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;

/** Dates and times as people write them in SQL: {@code 40000-01-01 12:00:00.000001}. */
final class TimeText {
  private static final int MOST_NANO_DIGITS = 9;

  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .appendPattern("HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, MOST_NANO_DIGITS, true)
          .toFormatter(Locale.ROOT);

  private TimeText() {}

  static String of(Object time) {
    if (time instanceof LocalDate date) {
      return date.equals(LocalDate.MAX)
          ? "infinity"
          : date.equals(LocalDate.MIN) ? "-infinity" : date(date);
    }
    if (time instanceof LocalTime clock) {
      return TIME.format(clock);
    }
    if (time instanceof LocalDateTime moment) {
      return moment.equals(LocalDateTime.MAX)
          ? "infinity"
          : moment.equals(LocalDateTime.MIN)
              ? "-infinity"
              : date(moment.toLocalDate()) + " " + TIME.format(moment);
    }
    if (time instanceof OffsetDateTime moment) {
      return moment.equals(OffsetDateTime.MAX)
          ? "infinity"
          : moment.equals(OffsetDateTime.MIN) ? "-infinity" : instant(moment);
    }
    return String.valueOf(time);
  }

  /** Without the sign of Java's years above 9999. */
  private static String date(LocalDate date) {
    String text = date.toString();
    return text.startsWith("+") ? text.substring(1) : text;
  }

  private static String instant(OffsetDateTime moment) {
    LocalDateTime utc = moment.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime();
    return date(utc.toLocalDate()) + "T" + TIME.format(utc) + "Z";
  }
}
