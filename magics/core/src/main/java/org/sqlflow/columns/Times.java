package org.sqlflow.columns;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Dates or times that rules compare: each is a place, and between two neighbours is a border, the
 * roundest time that divides them. Immutable.
 *
 * @param values ascending, each once; all of the same of these three types: LocalDate,
 *     LocalDateTime, LocalTime
 */
public record Times(List<Comparable<?>> values) {
  /** The time zone, if a database writes one after the time. */
  private static final Pattern ZONE = Pattern.compile("(?<=:[0-9]{2}.{0,9})[-+][0-9:]+$");

  /** A time that Java does not read: infinite, of more than 24 hours, or after the year 9999. */
  private static final Pattern LATE = Pattern.compile("[+]?[0-9].*|infinity");

  /** The same before the year 0, or before 0:00. */
  private static final Pattern EARLY = Pattern.compile("-([0-9].*|infinity)|.* [(]?BC[)]?");

  public Times {
    values = List.copyOf(values);
  }

  /**
   * Reads the categories of a column of dates or times.
   *
   * @param texts as a database writes them, in the order of the categories
   * @return empty if some are neither, or if they do not ascend
   */
  public static Optional<Times> of(List<String> texts) {
    List<Function<String, Comparable<?>>> ways =
        List.of(LocalDate::parse, Times::dateTime, LocalTime::parse);
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

  private static LocalDateTime dateTime(String text) {
    return LocalDateTime.parse(text.replace(' ', 'T'));
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

  /**
   * The place of any time: that of the value on the same side of each border. A date among times of
   * days is its first second, and of a time among dates the day counts.
   *
   * @param text as a database writes it
   * @return empty for a text that is no time
   */
  public Optional<Integer> place(String text) {
    String bare = ZONE.matcher(text).replaceFirst("");
    try {
      return Optional.of(
          place(values.get(0) instanceof LocalTime ? LocalTime.parse(bare) : day(bare)));
    } catch (DateTimeParseException outOfRange) {
      return EARLY.matcher(text).matches()
          ? Optional.of(0)
          : LATE.matcher(text).matches() ? Optional.of(values.size() - 1) : Optional.empty();
    }
  }

  private Comparable<?> day(String text) {
    boolean hasTime = text.indexOf(':') > 0;
    if (values.get(0) instanceof LocalDate) {
      return hasTime ? dateTime(text).toLocalDate() : LocalDate.parse(text);
    }
    return hasTime ? dateTime(text) : LocalDate.parse(text).atStartOfDay();
  }

  private int place(Comparable<?> time) {
    int from = from(time);
    boolean isBelow = from == values.size() || from > 0 && compare(time, border(from)) < 0;
    return isBelow ? from - 1 : from;
  }

  /** The place of the first value that is at least another one; the number of values for none. */
  private int from(Comparable<?> time) {
    int from = 0;
    int to = values.size();
    while (from < to) {
      int middle = (from + to) / 2;
      if (compare(values.get(middle), time) < 0) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }

  /**
   * A place between two values: those before it are less.
   *
   * @param below place of the one
   * @param above that of the other, greater; the number of values for a missing value
   */
  public int between(int below, int above) {
    return above >= values.size()
        ? values.size()
        : from(roundest(values.get(below), values.get(above)));
  }

  /** The roundest time that divides the values before a place, from 1, from the others. */
  public Comparable<?> border(int place) {
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
  public static String type(Comparable<?> time) {
    return time instanceof LocalDate ? "DATE" : time instanceof LocalTime ? "TIME" : "TIMESTAMP";
  }

  /** A time as SQL and people write it: with seconds, and a blank before the hour. */
  public static String text(Comparable<?> time) {
    String text = time.toString().replace('T', ' ');
    boolean lacksSeconds = !(time instanceof LocalDate) && text.matches(".*:[0-9]{2}(?<!:..:..)");
    return lacksSeconds ? text + ":00" : text;
  }
}
