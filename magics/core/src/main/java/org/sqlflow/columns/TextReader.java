package org.sqlflow.columns;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Decides whether the texts of a column are numbers, dates or codes. */
final class TextReader {
  /** The share of texts that must be numbers or dates. */
  private static final double NEARLY_ALL = 0.9;

  /** Codes have leading zeros at least in this share. */
  private static final double SOME = 0.01;

  private static final int FREQUENT = 6;
  private static final int MOST_MARKERS = 3;

  private static final Set<String> MARKERS =
      Set.of(
          "",
          "-",
          "--",
          "---",
          "?",
          ".",
          "..",
          "na",
          "n/a",
          "n.a.",
          "n. a.",
          "#n/a",
          "#na",
          "<na>",
          "null",
          "(null)",
          "<null>",
          "$null$",
          "\\n",
          "none",
          "nan",
          "nil",
          "missing",
          "unknown",
          "#nv",
          "k.a.",
          "k. a.",
          "\u2013",
          "\u2014",
          "#value!",
          "#div/0!",
          "#ref!",
          "undefined");

  private static final Pattern DATE =
      Pattern.compile(
          "(?:\\d{4}([-/.])\\d{1,2}\\1\\d{1,2}|\\d{1,2}([-/.])\\d{1,2}\\2(?:\\d{4}|\\d{2})|\\d{1,2}[-"
              + " ](?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[- ]\\d{2,4})(?:[T"
              + " ]\\d{1,2}:\\d{2}.*)?");

  private final Map<String, Integer> counts = new HashMap<>();
  private final Map<String, Integer> marked = new TreeMap<>();
  private final List<String> numbers = new ArrayList<>();
  private final List<NumberFormat.Parsed> parsed = new ArrayList<>();
  private String other = "";
  private int others;
  private int texts;
  private int dates;
  private int zeros;

  private TextReader() {}

  /** Summarizes texts; null is not counted. */
  static TextSummary read(String[] values) {
    TextReader reader = new TextReader();
    for (String value : values) {
      if (value != null) {
        reader.add(value);
      }
    }
    return reader.summary();
  }

  private void add(String text) {
    texts++;
    counts.merge(text, 1, Integer::sum);
    String bare = text.strip();
    if (MARKERS.contains(bare.toLowerCase(Locale.ROOT))) {
      marked.merge(text, 1, Integer::sum);
      return;
    }
    dates += DATE.matcher(bare).matches() ? 1 : 0;
    NumberFormat.Parsed found = hasDigit(bare) ? NumberFormat.read(bare) : null;
    if (found == null || (Double.isNaN(found.point()) && Double.isNaN(found.comma()))) {
      if (others == 0 || text.compareTo(other) < 0) {
        other = text;
      }
      others++;
      return;
    }
    boolean zero = bare.length() > 1 && bare.charAt(0) == '0' && Character.isDigit(bare.charAt(1));
    zeros += zero ? 1 : 0;
    numbers.add(text);
    parsed.add(found);
  }

  private static boolean hasDigit(String text) {
    return text.chars().anyMatch(Character::isDigit);
  }

  private TextSummary summary() {
    int values = texts - marked.values().stream().mapToInt(Integer::intValue).sum();
    boolean codes = zeros > 0 && zeros >= SOME * values && numbers.size() >= NEARLY_ALL * values;
    boolean isDate = values > 0 && dates >= NEARLY_ALL * values;
    Optional<TextSummary.Numbers> found =
        codes || isDate || numbers.isEmpty() || numbers.size() < NEARLY_ALL * values
            ? Optional.empty()
            : numbers();
    List<Map.Entry<String, Integer>> frequent =
        counts.entrySet().stream()
            .sorted(
                Comparator.comparing((Map.Entry<String, Integer> e) -> -e.getValue())
                    .thenComparing(Map.Entry::getKey))
            .limit(FREQUENT)
            .map(e -> Map.entry(e.getKey(), e.getValue()))
            .toList();
    return new TextSummary(texts, found, isDate, codes, frequent);
  }

  private Optional<TextSummary.Numbers> numbers() {
    NumberFormat.Parsed usual = usual();
    int point = 0;
    int comma = 0;
    int differ = 0;
    int wrong = others;
    String wrongExample = other;
    List<Integer> fit = new ArrayList<>();
    for (int i = 0; i < parsed.size(); i++) {
      NumberFormat.Parsed one = parsed.get(i);
      if (!suits(one.before(), usual.before()) || !suits(one.after(), usual.after())) {
        wrongExample = wrong == 0 ? numbers.get(i) : wrongExample;
        wrong++;
        continue;
      }
      fit.add(i);
      boolean noPoint = Double.isNaN(one.point());
      boolean noComma = Double.isNaN(one.comma());
      point += noComma ? 1 : 0;
      comma += noPoint ? 1 : 0;
      differ += !noPoint && !noComma && one.point() != one.comma() ? 1 : 0;
    }
    NumberFormat format = point >= comma ? NumberFormat.POINT : NumberFormat.COMMA;
    boolean ambiguous = differ > 0 && point == 0 && comma == 0;
    Marks marks = new Marks(format, ambiguous);
    int read = 0;
    String example = "";
    for (int i : fit) {
      if (Double.isNaN(parsed.get(i).value(format))) {
        wrongExample = wrong == 0 ? numbers.get(i) : wrongExample;
        wrong++;
      } else {
        String text = numbers.get(i);
        read++;
        marks.add(text, parsed.get(i));
        if (example.isEmpty() || text.length() > example.length()) {
          example = text;
        }
      }
    }
    if (read < NEARLY_ALL * (read + wrong)) {
      return Optional.empty();
    }
    int inMarkers = marked.values().stream().mapToInt(Integer::intValue).sum();
    return Optional.of(
        new TextSummary.Numbers(
            format,
            ambiguous,
            read,
            marked.entrySet().stream()
                .sorted(Comparator.comparing(e -> -e.getValue()))
                .limit(MOST_MARKERS)
                .map(Map.Entry::getKey)
                .toList(),
            inMarkers,
            wrong,
            wrongExample,
            example,
            marks.removed(),
            marks.brackets));
  }

  /** The currency or unit that most numbers have. */
  private NumberFormat.Parsed usual() {
    Map<String, Integer> before = new TreeMap<>();
    Map<String, Integer> after = new TreeMap<>();
    for (NumberFormat.Parsed one : parsed) {
      before.merge(one.before(), one.before().isEmpty() ? 0 : 1, Integer::sum);
      after.merge(one.after(), one.after().isEmpty() ? 0 : 1, Integer::sum);
    }
    return new NumberFormat.Parsed(0, 0, most(before), most(after));
  }

  private static String most(Map<String, Integer> counts) {
    return counts.entrySet().stream()
        .filter(entry -> entry.getValue() > 0)
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElse("");
  }

  /** Numbers in different units or currencies are not comparable. */
  private static boolean suits(String found, String usual) {
    return found.isEmpty() || found.equals(usual);
  }

  /** What stands around and within numbers. */
  private static final class Marks {
    private final NumberFormat format;
    private final boolean ambiguous;
    private final Set<String> found = new TreeSet<>();
    private boolean brackets;

    Marks(NumberFormat format, boolean ambiguous) {
      this.format = format;
      this.ambiguous = ambiguous;
    }

    void add(String text, NumberFormat.Parsed parsed) {
      brackets |= text.indexOf('(') >= 0;
      add(parsed.before());
      add(parsed.after());
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        boolean group =
            c == '\'' || (!ambiguous && (c == '.' || c == ',') && c != format.decimal());
        if (group || c == '+' || Character.isSpaceChar(c) || c == '\t') {
          found.add(String.valueOf(c));
        }
      }
    }

    private void add(String affix) {
      if (!affix.isEmpty()) {
        found.add(affix);
      }
    }

    List<String> removed() {
      return found.stream()
          .sorted(Comparator.comparing(String::length).reversed().thenComparing(s -> s))
          .toList();
    }
  }
}
