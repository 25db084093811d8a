package org.sqlflow.magic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sqlflow.completion.Catalog;
import org.sqlflow.completion.Completer;
import org.sqlflow.completion.Completion;
import org.sqlflow.completion.Completion.Suggestion;
import org.sqlflow.completion.Inspection;
import org.sqlflow.completion.Inspector;
import org.sqlflow.magic.MagicLine.Option;
import org.sqlflow.models.Estimators;
import org.sqlflow.syntax.LexicalRules;

/** Completes and explains cells that are being written, including the magic line. */
final class MagicEditing {
  private static final Pattern OPTION = Pattern.compile("[ \\t]*(-{1,2}[\\w-]*)");
  private static final Pattern VALUE =
      Pattern.compile("(?:[ \\t]+|=)(\"[^\"\\n]+\"(?!\\S)|'[^'\\n]+'(?!\\S)|[^\\s-]\\S*)?");
  private static final Pattern BINDING =
      Pattern.compile("[ \\t]*[\\p{L}_][\\p{L}\\p{N}_]*[ \\t]*<<");

  private final Estimators types;
  private final Catalog catalog;
  private final List<String> javaTables;
  private final List<String> aliases;
  private final Function<Optional<String>, LexicalRules> rules;

  /**
   * Creates help for cells that are being written.
   *
   * @param rules how the database of a connection reads SQL; takes the value of {@code --connect}
   */
  MagicEditing(
      Estimators types,
      Catalog catalog,
      List<String> javaTables,
      List<String> aliases,
      Function<Optional<String>, LexicalRules> rules) {
    this.rules = rules;
    this.types = types;
    this.catalog = catalog;
    this.javaTables = javaTables;
    this.aliases = aliases;
  }

  /**
   * The options at the beginning of the first line.
   *
   * @param end where the statements start
   * @param option the option that the cursor is in, as it is written so far
   * @param value the option whose value the cursor is in
   * @param start where the option or the value starts
   * @param connect the value of {@code --connect}
   */
  private record Line(
      int end,
      Optional<String> option,
      Optional<Option> value,
      int start,
      Optional<String> connect) {}

  Completion complete(String cell, int from, int cursor) {
    Line line = line(cell, from, cursor);
    if (line.value().isPresent()) {
      String typed = cell.substring(line.start(), cursor);
      return new Completion(
          values(line.value().get()).stream()
              .filter(value -> value.text().startsWith(typed))
              .toList(),
          line.start(),
          cursor);
    }
    if (line.option().isPresent()) {
      String typed = cell.substring(line.start(), cursor);
      int end = line.start() + line.option().get().length();
      return new Completion(options(typed), line.start(), end);
    }
    Completion statements =
        new Completer(types, catalog, rules.apply(line.connect()))
            .complete(blank(cell, line.end()), cursor);
    boolean first = cell.substring(from, Math.max(from, cursor)).isBlank() && cursor > from;
    boolean sameLine = cell.indexOf('\n', from) < 0 || cell.indexOf('\n', from) >= cursor;
    if (!first || !sameLine) {
      return statements;
    }
    List<Suggestion> all = new ArrayList<>(statements.suggestions());
    all.addAll(options(""));
    return new Completion(all, statements.start(), statements.end());
  }

  Optional<Inspection> inspect(String cell, int from, int cursor) {
    Line line = line(cell, from, cursor);
    return line.option()
        .flatMap(Option::of)
        .or(line::value)
        .map(MagicEditing::explain)
        .or(
            () ->
                new Inspector(types, catalog, rules.apply(line.connect()))
                    .inspect(blank(cell, line.end()), cursor));
  }

  private static Inspection explain(Option option) {
    String value = option.value().map(name -> " " + name).orElse("");
    return Inspection.of(option.text() + value + ", an option", option.meaning() + ".");
  }

  private List<Suggestion> values(Option option) {
    return switch (option) {
      case PERSIST -> javaTables.stream().map(name -> new Suggestion(name, "table")).toList();
      case CONNECT, MODELS ->
          aliases.stream().map(name -> new Suggestion(name, "connection")).toList();
      default -> List.of();
    };
  }

  private static List<Suggestion> options(String typed) {
    return Arrays.stream(Option.values())
        .map(Option::text)
        .filter(option -> option.startsWith(typed))
        .map(option -> new Suggestion(option, "option"))
        .toList();
  }

  private static Line line(String cell, int from, int cursor) {
    int at = from;
    Optional<String> connect = Optional.empty();
    Matcher option = OPTION.matcher(cell).region(at, cell.length());
    while (option.lookingAt()) {
      boolean comment = option.group(1).equals("--") && cursor != option.end();
      if (comment) {
        break;
      }
      if (option.start(1) < cursor && cursor <= option.end()) {
        return new Line(
            option.end(), Optional.of(option.group(1)), Optional.empty(), option.start(1), connect);
      }
      at = option.end();
      Optional<Option> known = Option.of(option.group(1));
      Matcher value = VALUE.matcher(cell).region(at, cell.length());
      if (known.filter(o -> o.value().isPresent()).isPresent() && value.lookingAt()) {
        int start = value.start(1) < 0 ? value.end() : value.start(1);
        if (start <= cursor && cursor <= value.end()) {
          return new Line(value.end(), Optional.empty(), known, start, connect);
        }
        if (known.get() == Option.CONNECT) {
          connect =
              Optional.ofNullable(value.group(1))
                  .map(written -> written.replaceFirst("^([\"'])(.*)\\1$", "$2"));
        }
        at = value.end();
      }
      option.region(at, cell.length());
    }
    Matcher binding = BINDING.matcher(cell).region(at, cell.length());
    int end = binding.lookingAt() ? binding.end() : at;
    return new Line(end, Optional.empty(), Optional.empty(), end, connect);
  }

  private static String blank(String cell, int end) {
    return " ".repeat(end) + cell.substring(end);
  }
}
