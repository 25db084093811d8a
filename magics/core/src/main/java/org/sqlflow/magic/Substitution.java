package org.sqlflow.magic;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sqlflow.database.spi.SqlText;
import org.sqlflow.syntax.LexicalRules;
import org.sqlflow.syntax.Placeholder;
import org.sqlflow.syntax.Placeholders;
import org.sqlflow.syntax.Statement;

/**
 * A cell's statements with {@code ${name}} replaced by its value, as {@link Literals} writes it.
 * The text before the statements is blanked out, so that offsets up to the first value do not
 * change.
 */
final class Substitution {
  private static final Pattern NAME =
      Pattern.compile("\\$\\{[ \\t]{0,100}+([^}\\s]{0,100}+)[ \\t]{0,100}+}");

  /** A variable of the environment that looks like this is a number, not a text. */
  private static final Pattern NUMBER = Pattern.compile("-?(?:0|[1-9][0-9]{0,17})(?:[.][0-9]+)?");

  /** Settings that change what a backslash in a string means, which a cell may change halfway. */
  private static final Pattern CHANGES_STRINGS =
      Pattern.compile("(?i)standard_conforming_strings|sql_mode|backslash_quote");

  private final String text;
  private final List<Replaced> replaced;

  /**
   * A name at {@code from} in the cell whose value is at {@code at} in the text.
   *
   * @param advice what to do if the database refuses it there; may be empty
   */
  private record Replaced(int from, int length, int at, int valueLength, String advice) {}

  /** Shorter values are not masked in messages, since they may be ordinary words. */
  private static final int LEAST_SECRET_LENGTH = 6;

  /** Values that came from the environment, where passwords are, with their names in the cell. */
  private final Map<String, String> secrets;

  private Substitution(String text, List<Replaced> replaced, Map<String, String> secrets) {
    this.text = text;
    this.replaced = replaced;
    this.secrets = secrets;
  }

  /** A cell without names to replace. */
  static Substitution none(String cell, int from) {
    return new Substitution(statements(cell, from), List.of(), Map.of());
  }

  private static String statements(String cell, int from) {
    return cell.substring(0, from).replaceAll("[^\\n\\r]", " ") + cell.substring(from);
  }

  /**
   * Replaces names by the values of variables, or of the environment.
   *
   * @param rules how the database reads strings now
   * @throws MagicException for an unknown name, or a value that cannot stand there
   */
  static Substitution of(
      String cell,
      int from,
      Variables variables,
      Map<String, String> environment,
      LexicalRules rules,
      SqlText sql) {
    String statements = statements(cell, from);
    Literals literals = new Literals(rules, sql);
    boolean unsure = CHANGES_STRINGS.matcher(statements).find();
    StringBuilder text = new StringBuilder();
    List<Replaced> replaced = new ArrayList<>();
    Map<String, String> secrets = new HashMap<>();
    int copied = 0;
    for (Placeholder one : Placeholders.in(statements, rules)) {
      secret(one, variables, environment).ifPresent(it -> secrets.put(it, "${" + one.name() + "}"));
      Replacement by = replacement(cell, one, variables, environment, literals, unsure);
      text.append(statements, copied, one.start() - by.before());
      replaced.add(
          new Replaced(
              one.start(), one.end() - one.start(), text.length(), by.sql().length(), by.advice()));
      text.append(by.sql());
      copied = one.end() + by.after();
    }
    text.append(statements, copied, statements.length());
    return new Substitution(text.toString(), replaced, secrets);
  }

  private static Optional<String> secret(
      Placeholder one, Variables variables, Map<String, String> environment) {
    if (one.isEscape() || variables.value(one.name()).isPresent()) {
      return Optional.empty();
    }
    return Optional.ofNullable(environment.get(one.name()))
        .filter(value -> value.length() >= LEAST_SECRET_LENGTH);
  }

  /** A database's message in which the environment's values are replaced by their names. */
  String withoutValues(String message) {
    String shown = message;
    for (Map.Entry<String, String> secret : secrets.entrySet()) {
      shown = shown.replace(secret.getKey(), secret.getValue());
    }
    return shown;
  }

  /** A statement as it is in the cell, with names instead of their values. */
  String written(Statement statement, String cell) {
    int start = statement.position().offset();
    boolean isHere = text.startsWith(statement.text(), start);
    return replaced.isEmpty() || !isHere
        ? statement.text()
        : cell.substring(inCell(start), inCell(start + statement.text().length()));
  }

  /**
   * The replacement of a name.
   *
   * @param before how many characters before the name are replaced too
   * @param after how many characters after the name are replaced too
   */
  private record Replacement(String sql, int before, int after, String advice) {}

  private static Replacement replacement(
      String cell,
      Placeholder one,
      Variables variables,
      Map<String, String> environment,
      Literals literals,
      boolean unsure) {
    if (one.isEscape()) {
      return new Replacement("${", 0, 0, "");
    }
    try {
      Optional<Object> value = value(one.name(), variables, environment);
      if (unsure && value.filter(v -> Literals.plain(v).contains("\\")).isPresent()) {
        throw new MagicException(
            "the value has a backslash, and this cell changes what that means in a string: put"
                + " the setting into a separate cell before this one");
      }
      if (one.place() instanceof Placeholder.Quoted quoted) {
        boolean isNull = value.isEmpty() && quoted.isWhole() && !quoted.isName();
        return isNull
            ? new Replacement("NULL", 1 + quoted.prefix().length(), 1, "")
            : new Replacement(literals.inQuotes(one, quoted, value), 0, 0, "");
      }
      Placeholder.Bare bare = (Placeholder.Bare) one.place();
      boolean isText = value.filter(v -> Literals.isText(v)).isPresent();
      String advice =
          isText
              ? "; ${"
                  + one.name()
                  + "} is a value here: for a name, write "
                  + literals.adviceForName(one)
              : "";
      return new Replacement(literals.bare(one, bare, value), 0, 0, advice);
    } catch (MagicException wrong) {
      throw MagicException.at(cell, one.start(), wrong.getMessage());
    }
  }

  /** A value; empty for null. */
  private static Optional<Object> value(
      String name, Variables variables, Map<String, String> environment) {
    Optional<Object> value = variables.value(name);
    if (value.isPresent() || variables.isNull(name)) {
      return value;
    }
    String text = environment.get(name);
    if (text == null) {
      throw new MagicException(noValue(name, variables.advice(name)));
    }
    return Optional.of(NUMBER.matcher(text).matches() ? new java.math.BigDecimal(text) : text);
  }

  private static String noValue(String name, String advice) {
    if (!name.matches("[\\p{L}_][\\p{L}\\p{N}_]*")) {
      return "${"
          + name
          + "}: the name of a variable belongs here, and no expression. Give the value a name in a"
          + " Java cell, such as var x = "
          + name
          + "; and write ${x}";
    }
    return "no value for ${"
        + name
        + "}: no Java variable and no environment variable has the name "
        + name
        + (advice.isEmpty() ? "" : ": " + advice);
  }

  /**
   * A text, such as a part of a URL, with names replaced by their plain values. Its errors show
   * only the name.
   */
  static String within(String text, Variables variables, Map<String, String> environment) {
    return NAME.matcher(text)
        .replaceAll(
            found -> {
              Object value =
                  value(found.group(1), variables, environment)
                      .orElseThrow(
                          () -> new MagicException("${" + found.group(1) + "} is null here"));
              return Matcher.quoteReplacement(Literals.plain(value));
            });
  }

  /** The text to parse. */
  String text() {
    return text;
  }

  /** What to do if the database refuses the text at an offset; may be empty. */
  String advice(int offset) {
    return replaced.stream()
        .filter(one -> one.at() <= offset && offset < one.at() + one.valueLength())
        .map(Replaced::advice)
        .findFirst()
        .orElse("");
  }

  /** The offset in the cell of an offset in the text. */
  int inCell(int offset) {
    int shift = 0;
    for (Replaced one : replaced) {
      if (offset < one.at()) {
        break;
      }
      if (offset < one.at() + one.valueLength()) {
        return one.from();
      }
      shift = one.from() + one.length() - (one.at() + one.valueLength());
    }
    return offset + shift;
  }
}
