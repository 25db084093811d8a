package org.sqlflow.columns;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.sqlflow.data.RowBatch;
import org.sqlflow.text.Omission;
import org.sqlflow.text.SqlNames;
import org.sqlflow.text.Text;

/**
 * Puts findings into words, with advice that runs on the connected database. Immutable.
 *
 * @param style how that database writes it
 */
public record ColumnWords(SqlStyle style) {
  private static final int LISTED = 5;

  /** A clause with more names to leave out is nothing to copy. */
  private static final int MOST_LEFT_OUT = 40;

  private static final int HASHED = 100;
  private static final String SHORT = "%.4g";

  /** Longer numbers are written with an exponent. */
  private static final double LONG = 1e15;

  /** What a column looks like, in a few words. */
  public String looks(Finding finding) {
    if (finding instanceof Finding.Key key) {
      return key.byName() ? "a key by its name" : "a key: unique numbers with few gaps";
    } else if (finding instanceof Finding.TextKey) {
      return "a key: every value is unique";
    } else if (finding instanceof Finding.Code) {
      return "a code";
    } else if (finding instanceof Finding.Unique) {
      return "whole numbers that differ in each row";
    } else if (finding instanceof Finding.NumbersInText texts) {
      return "numbers in texts, such as "
          + shown(texts.numbers().example())
          + rest(texts.numbers());
    } else if (finding instanceof Finding.DateInText) {
      return "dates in texts";
    } else if (finding instanceof Finding.FewValues few) {
      return few.values() == 1
          ? "a category of a single value"
          : Text.of("a category of %,d values", few.values());
    } else if (finding instanceof Finding.ManyValues many) {
      return Text.of("a category of %,d values", many.values());
    } else if (finding instanceof Finding.FreeText) {
      return "texts that nearly all differ";
    } else if (finding instanceof Finding.Time) {
      return "a date or time";
    } else if (finding instanceof Finding.Copy copy) {
      return copy(copy);
    } else if (finding instanceof Finding.Constant) {
      return "the same in all rows";
    } else if (finding instanceof Finding.Empty) {
      return "empty: no row has a value";
    } else if (finding instanceof Finding.MostlyEmpty empty) {
      return Text.of("empty in %.0f %% of the rows", 100 * empty.share());
    } else if (finding instanceof Finding.LikelyTarget) {
      return "what is to be predicted, by its name";
    } else if (finding instanceof Finding.EarlierPrediction) {
      return "what an earlier model predicted";
    } else if (finding instanceof Finding.LikelyPrediction) {
      return "a group by its name";
    } else if (finding instanceof Finding.Dwarfing dwarfing) {
      return dwarfing(dwarfing);
    }
    return "many small and a few very large values";
  }

  /** What to do about a finding. */
  public String advice(Finding finding) {
    String column = SqlNames.inClause(finding.column());
    if (finding instanceof Finding.NumbersInText texts) {
      return expressions(texts);
    } else if (finding instanceof Finding.Time time) {
      return Text.of(
          "make it a number in the query, such as EXTRACT(%s FROM %s)",
          time.ofDay() ? "HOUR" : "MONTH", style.names().inSql(time.column()));
    } else if (finding instanceof Finding.DateInText) {
      return "convert it to a date, and that to a number, in the query";
    } else if (finding instanceof Finding.FewValues) {
      return "INDICATOR(" + column + ")";
    } else if (finding instanceof Finding.Code code) {
      return code.few() ? "INDICATOR(" + column + ")" : "leave it out";
    } else if (finding instanceof Finding.ManyValues) {
      return Text.of("CATEGORY_HASH(%s, %d)", column, HASHED);
    } else if (finding instanceof Finding.HeavyTail) {
      return "LOG(" + column + ")";
    } else if (finding instanceof Finding.Unique) {
      return "if it is a key, leave it out";
    } else if (finding instanceof Finding.LikelyTarget) {
      return "LABEL " + column;
    } else if (finding instanceof Finding.MostlyEmpty) {
      return "leave it out, or fill it in the query";
    } else if (finding instanceof Finding.Dwarfing dwarfing) {
      return without(dwarfing);
    }
    return "leave it out";
  }

  private static String dwarfing(Finding.Dwarfing finding) {
    return Text.of(
        "%,d %s %s, %s times as much as any other",
        finding.rows(),
        finding.rows() == 1 ? "row holds" : "rows hold",
        value(finding.value()),
        finding.times() < 1e6
            ? Text.of("%,.0f", finding.times())
            : Text.of("%.0e", finding.times()).replaceFirst("e\\+?0*", "e"));
  }

  private static String value(double value) {
    if (Math.abs(value) >= LONG) {
      return rounded(value);
    }
    return value == Math.rint(value) ? Text.of("%,.0f", value) : Text.of("%,.6g", value);
  }

  /** Such as 9.22e18, which SQL reads too. */
  private static String rounded(double value) {
    return Text.of("%.2e", value).replaceFirst("e\\+?(-?)0*(\\d)", "e$1$2");
  }

  /** The condition without the value; halfway to the others, whatever its last digits are. */
  private String without(Finding.Dwarfing finding) {
    String column = style.names().inSql(finding.column());
    String bound = rounded(finding.value() / 2);
    return "WHERE " + column + (finding.value() > 0 ? " < " : " > ") + bound;
  }

  private String copy(Finding.Copy copy) {
    if (copy.isEqual()) {
      return "the same as " + copy.of();
    }
    double unit = Math.abs(copy.factor());
    boolean scaled = Math.abs(copy.offset()) <= 1e-6 * unit;
    String factor =
        Math.abs(copy.factor() - Math.rint(copy.factor())) < 1e-6
            ? RowBatch.text(Math.rint(copy.factor()))
            : Text.of(SHORT, copy.factor());
    return scaled
        ? factor + " times " + copy.of()
        : "linear in " + copy.of() + " (correlation " + (copy.factor() > 0 ? "" : "-") + "1.00)";
  }

  /** How the texts without a number differ. */
  private static String rest(TextSummary.Numbers numbers) {
    List<String> rest = new ArrayList<>();
    if (numbers.marked() > 0) {
      String markers =
          numbers.markers().stream().map(ColumnWords::shown).collect(Collectors.joining(", "));
      rest.add(Text.of("%s in %,d %s", markers, numbers.marked(), rows(numbers.marked())));
    }
    if (numbers.others() > 0) {
      rest.add(
          Text.of(
              "%,d other %s, such as %s",
              numbers.others(),
              numbers.others() == 1 ? "text" : "texts",
              shown(numbers.otherExample())));
    }
    return rest.isEmpty() ? "" : " (" + String.join("; ", rest) + ")";
  }

  private static String rows(long count) {
    return count == 1 ? "row" : "rows";
  }

  private static String shown(String text) {
    return "'" + text + "'";
  }

  /** The expressions that make a column numeric. */
  private String expressions(Finding.NumbersInText finding) {
    TextSummary.Numbers numbers = finding.numbers();
    String column = finding.column();
    String as = " AS " + style.names().inSql(column);
    if (numbers.ambiguous()) {
      return numbers.expression(column, style, NumberFormat.POINT)
          + as
          + " where the point is the decimal sign, "
          + numbers.expression(column, style, NumberFormat.COMMA)
          + as
          + " where the comma is";
    }
    return numbers.expression(column, style)
        + as
        + numbers
            .readerOption()
            .filter(option -> style.readsFiles())
            .map(option -> ", or read the file with " + option)
            .orElse("");
  }

  /** Why a column of texts is not a feature, for the list of columns that are left out. */
  public Optional<String> leftOut(Diagnosis diagnosis, String column) {
    return diagnosis.of(column).stream()
        .filter(finding -> !(finding instanceof Finding.LikelyTarget))
        .findFirst()
        .map(
            finding -> {
              boolean way =
                  (finding instanceof Finding.FewValues few && few.values() > 1)
                      || finding instanceof Finding.ManyValues
                      || (finding instanceof Finding.Code code && code.few());
              return "text: "
                  + (finding instanceof Finding.FreeText
                      ? "nearly every value is different"
                      : looks(finding))
                  + (way ? "; use " + advice(finding) + " in COLUMN" : "");
            });
  }

  /** The error for a column of texts where a model takes numbers. */
  public Optional<String> refusal(Diagnosis diagnosis, String column) {
    for (Finding finding : diagnosis.of(column)) {
      if (finding instanceof Finding.NumbersInText texts) {
        return Optional.of(
            Text.of(
                "%s is text that looks like numbers, such as %s%s: write %s%s%s",
                column,
                shown(texts.numbers().example()),
                rest(texts.numbers()),
                expressions(texts),
                automatic(List.of(texts)),
                texts.categories() < 2
                    ? ""
                    : Text.of(
                        ". If its %,d values are categories, use INDICATOR(%s)",
                        texts.categories(), SqlNames.inClause(column))));
      }
      if (finding instanceof Finding.Empty) {
        return Optional.of(column + " is text and has no value in any row: leave it out");
      }
      if (finding instanceof Finding.TextKey || finding instanceof Finding.FreeText) {
        return Optional.of(
            column
                + " is text, but a model takes numbers, and "
                + (finding instanceof Finding.FreeText
                    ? "nearly every value is different"
                    : "it is " + looks(finding))
                + ": leave it out");
      }
      if (finding instanceof Finding.FewValues
          || finding instanceof Finding.ManyValues
          || (finding instanceof Finding.Code code && code.few())) {
        return Optional.of(
            Text.of(
                "%s is text, but a model takes numbers, and it is %s: use %s",
                column, looks(finding), advice(finding)));
      }
      if (finding instanceof Finding.DateInText || finding instanceof Finding.Code) {
        return Optional.of(
            Text.of(
                "%s is text, but a model takes numbers, and it is %s: %s",
                column, looks(finding), advice(finding)));
      }
    }
    return Optional.empty();
  }

  private static String automatic(List<Finding.NumbersInText> texts) {
    List<TextSummary.Numbers> safe =
        texts.stream().map(Finding.NumbersInText::numbers).filter(n -> n.isSafe()).toList();
    boolean isMissing = safe.stream().anyMatch(n -> n.marked() + n.others() > 0);
    return safe.isEmpty()
        ? ""
        : ". WITH train.text_numbers = true reads "
            + (texts.size() == 1 ? "it" : "them")
            + " as numbers"
            + (isMissing ? ", and train.on_null = skip leaves out the rows without a number" : "");
  }

  /** The note on text columns that hold numbers, which a training shows before all others. */
  public List<String> numbersInText(Diagnosis diagnosis, Set<String> columns) {
    List<Finding.NumbersInText> found =
        diagnosis.of(Finding.NumbersInText.class).stream()
            .filter(finding -> columns.contains(finding.column()))
            .toList();
    if (found.isEmpty()) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    lines.add(
        Text.of(
            "%s %s like numbers, but %s text and left out. In the query, write:",
            listed(found.stream().map(Finding::column).toList()),
            found.size() == 1 ? "looks" : "look",
            found.size() == 1 ? "is" : "are"));
    found.stream()
        .limit(LISTED)
        .forEach(
            finding ->
                lines.add(
                    Text.of(
                        "%s, such as %s%s: %s",
                        finding.column(),
                        shown(finding.numbers().example()),
                        rest(finding.numbers()),
                        expressions(finding))));
    String automatic = automatic(found);
    if (!automatic.isEmpty()) {
      lines.add(automatic.substring(2) + ".");
    }
    return lines;
  }

  /**
   * The warnings of a training about the columns that it uses.
   *
   * @param omission how its COLUMN leaves one out
   * @param labelled whether it learns to predict a label instead of finding groups
   */
  public List<String> warnings(
      Diagnosis diagnosis, Set<String> used, Omission omission, boolean labelled) {
    List<String> lines = new ArrayList<>();
    copies(diagnosis, used, omission, labelled).ifPresent(lines::add);
    named(diagnosis, used, Finding.Constant.class)
        .map(
            names ->
                names
                    + " the same in all rows: "
                    + (labelled ? "nothing can be learned there" : "no group differs there"))
        .ifPresent(names -> lines.add(names + "."));
    named(diagnosis, used, Finding.MostlyEmpty.class)
        .map(
            names ->
                names
                    + " empty in more than half of the rows"
                    + (labelled ? "" : ": the groups may depend on just that"))
        .ifPresent(line -> lines.add(line + "."));
    for (Finding.LikelyTarget target : diagnosis.of(Finding.LikelyTarget.class)) {
      if (used.contains(target.column()) && !labelled) {
        lines.add(
            Text.of(
                "%s looks like what is to be predicted: LABEL %s in TO TRAIN leaves it out,"
                    + " and TO EVALUATE … LABEL %s then compares the groups with it.",
                target.column(),
                SqlNames.inClause(target.column()),
                SqlNames.inClause(target.column())));
      }
    }
    named(diagnosis, used, Finding.EarlierPrediction.class)
        .map(names -> names.replaceAll(" (is|are)$", "") + ": what an earlier model predicted")
        .ifPresent(line -> lines.add(line + "."));
    named(diagnosis, used, Finding.LikelyPrediction.class)
        .map(names -> names.replaceAll(" (is|are)$", "") + ": a group by its name")
        .ifPresent(line -> lines.add(line + "."));
    diagnosis.of(Finding.Dwarfing.class).stream()
        .filter(finding -> used.contains(finding.column()))
        .limit(LISTED)
        .forEach(
            finding ->
                lines.add(
                    Text.of(
                        "%s: %s. If it is an error, leave it out in the query (%s).",
                        finding.column(), dwarfing(finding), without(finding))));
    List<String> unique = columns(diagnosis, used, Finding.Unique.class);
    if (!unique.isEmpty()) {
      lines.add(
          Text.of(
              "%s %s in each row. A key would, too: if it is one, %s.",
              listed(unique),
              unique.size() == 1 ? "differs" : "differ",
              omission.leaving(List.of(unique.get(0)))));
    }
    return lines;
  }

  private static List<String> columns(
      Diagnosis diagnosis, Set<String> used, Class<? extends Finding> kind) {
    return diagnosis.of(kind).stream().map(Finding::column).filter(used::contains).toList();
  }

  private static Optional<String> named(
      Diagnosis diagnosis, Set<String> used, Class<? extends Finding> kind) {
    List<String> names = columns(diagnosis, used, kind);
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(listed(names) + (names.size() == 1 ? " is" : " are"));
  }

  /** Columns that copy another one are listed once, with the column that they copy. */
  private static Optional<String> copies(
      Diagnosis diagnosis, Set<String> used, Omission omission, boolean labelled) {
    Map<String, List<String>> groups = new LinkedHashMap<>();
    for (Finding.Copy copy : diagnosis.of(Finding.Copy.class)) {
      if (used.contains(copy.column()) && used.contains(copy.of())) {
        groups.computeIfAbsent(copy.of(), of -> new ArrayList<>(List.of(of))).add(copy.column());
      }
    }
    if (groups.size() > 1) {
      return Optional.of(copies(groups.values(), omission, labelled));
    }
    return groups.values().stream()
        .map(
            group ->
                Text.of(
                    "%s say the same (correlation 1.00): %s; %s.",
                    few(group),
                    labelled
                        ? "one is as good as all"
                        : "together they count "
                            + (group.size() == 2 ? "twice" : group.size() + " times"),
                    omission.keepingOne(group.stream().skip(1).limit(LISTED).toList())))
        .findFirst();
  }

  /** Several columns with copies: one clause leaves out all copies. */
  private static String copies(
      Collection<List<String>> groups, Omission omission, boolean labelled) {
    List<String> others = groups.stream().flatMap(group -> group.stream().skip(1)).toList();
    return Text.of(
        "Of these, each says the same as the others (correlation 1.00): %s%s. %s; %s.",
        groups.stream().limit(LISTED).map(ColumnWords::few).collect(Collectors.joining("; ")),
        groups.size() > LISTED ? Text.of("; and %,d more such", groups.size() - LISTED) : "",
        labelled ? "One is as good as all" : "Together they count more than once",
        others.size() > MOST_LEFT_OUT
            ? "keep one of each: TO DESCRIBE names the others"
            : omission.keepingOneOfEach(others));
  }

  private static String few(List<String> group) {
    return group.size() > LISTED + 1 ? listed(group) : Text.list(group);
  }

  private static String listed(List<String> names) {
    return names.size() > LISTED ? Text.first(LISTED, names) : Text.list(names);
  }
}
