package org.sqlflow.models.clustering.rules;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Dates or times as rules compare them. Immutable.
 *
 * @param values ascending, each once; all of the same of these three types: LocalDate,
 *     LocalDateTime, LocalTime
 */
record Times(List<Comparable<?>> values) {
  Times {
    values = List.copyOf(values);
  }

  /**
   * Reads the categories of a column of dates or times.
   *
   * @param texts as a database writes them, in the order of the categories
   * @return empty if some are neither, or if they do not ascend
   */
  static Optional<Times> of(List<String> texts) {
    List<Function<String, Comparable<?>>> ways =
        List.of(
            LocalDate::parse,
            text -> LocalDateTime.parse(text.replace(' ', 'T')),
            LocalTime::parse);
    for (Function<String, Comparable<?>> way : ways) {
      try {
        List<Comparable<?>> read = new ArrayList<>();
        texts.forEach(text -> read.add(way.apply(text)));
        return ascend(read) ? Optional.of(new Times(read)) : Optional.empty();
      } catch (DateTimeParseException another) {
        // The next type.
      }
    }
    return Optional.empty();
  }

  private static boolean ascend(List<Comparable<?>> values) {
    for (int i = 1; i < values.size(); i++) {
      if (compare(values.get(i - 1), values.get(i)) >= 0) {
        return false;
      }
    }
    return !values.isEmpty();
  }

  @SuppressWarnings("unchecked")
  private static int compare(Comparable<?> one, Comparable<?> other) {
    return ((Comparable<Object>) one).compareTo(other);
  }

  /** The place of the first value that is at least another one; the number of values for none. */
  private int from(Comparable<?> time) {
    int place = 0;
    while (place < values.size() && compare(values.get(place), time) < 0) {
      place++;
    }
    return place;
  }

  /**
   * A place between two values: those before it are less.
   *
   * @param below place of the one
   * @param above that of the other, greater; the number of values for a missing value
   */
  int between(int below, int above) {
    return above >= values.size()
        ? values.size()
        : from(roundest(values.get(below), values.get(above)));
  }

  /** The roundest time that divides the values before a place, from 1, from the others. */
  Comparable<?> border(int place) {
    return roundest(values.get(place - 1), values.get(place));
  }

  /**
   * The roundest time after the first and not after the second: the start of the second's year,
   * month, day, hour or minute, or else the second itself.
   */
  private static Comparable<?> roundest(Comparable<?> below, Comparable<?> above) {
    List<Comparable<?>> round = new ArrayList<>();
    if (above instanceof LocalDate date) {
      round.add(date.withDayOfYear(1));
      round.add(date.withDayOfMonth(1));
    } else if (above instanceof LocalDateTime time) {
      LocalDateTime day = time.truncatedTo(ChronoUnit.DAYS);
      round.add(day.withDayOfYear(1));
      round.add(day.withDayOfMonth(1));
      round.add(day);
      round.add(time.truncatedTo(ChronoUnit.HOURS));
      round.add(time.truncatedTo(ChronoUnit.MINUTES));
    } else {
      LocalTime time = (LocalTime) above;
      round.add(time.truncatedTo(ChronoUnit.HOURS));
      round.add(time.truncatedTo(ChronoUnit.MINUTES));
    }
    for (Comparable<?> time : round) {
      if (compare(time, below) > 0) {
        return time;
      }
    }
    return above;
  }

  /** The type of a time in SQL. */
  static String type(Comparable<?> time) {
    return time instanceof LocalDate ? "DATE" : time instanceof LocalTime ? "TIME" : "TIMESTAMP";
  }

  /** A time as SQL writes it: with seconds, and a space before the hour. */
  static String text(Comparable<?> time) {
    String text = time.toString().replace('T', ' ');
    boolean lacksSeconds = !(time instanceof LocalDate) && text.matches(".*:[0-9]{2}(?<!:..:..)");
    return lacksSeconds ? text + ":00" : text;
  }
}
