package org.sqlflow.magic;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A cell's statements with {@code ${name}} replaced by its value. The text before the statements is
 * blanked out, so that offsets up to the first value do not change.
 */
final class Substitution {
  /** Possessive and bounded, so that a text full of beginnings takes no longer than others. */
  private static final Pattern NAME =
      Pattern.compile("\\$\\{[ \\t]{0,100}+([^}\\s]{0,100}+)[ \\t]{0,100}+}");

  private final String text;
  private final List<Replaced> replaced;

  /** A name at {@code from} in the cell whose value is at {@code at} in the text. */
  private record Replaced(int from, int length, int at, int valueLength) {}

  private Substitution(String text, List<Replaced> replaced) {
    this.text = text;
    this.replaced = replaced;
  }

  /**
   * Replaces names by the values of variables, or of the environment.
   *
   * @throws MagicException for an unknown name
   */
  static Substitution of(
      String cell, int from, Variables variables, Map<String, String> environment) {
    StringBuilder text = new StringBuilder(cell.substring(0, from).replaceAll("[^\\n\\r]", " "));
    List<Replaced> replaced = new ArrayList<>();
    Matcher name = NAME.matcher(cell);
    int copied = from;
    while (name.find(copied)) {
      text.append(cell, copied, name.start());
      String value = value(cell, name, variables, environment);
      replaced.add(
          new Replaced(name.start(), name.end() - name.start(), text.length(), value.length()));
      text.append(value);
      copied = name.end();
    }
    return new Substitution(text.append(cell, copied, cell.length()).toString(), replaced);
  }

  private static String value(
      String cell, Matcher name, Variables variables, Map<String, String> environment) {
    return value(name, variables, environment)
        .orElseThrow(() -> MagicException.at(cell, name.start(), noValue(name)));
  }

  private static Optional<String> value(
      Matcher name, Variables variables, Map<String, String> environment) {
    Optional<String> value = variables.value(name.group(1)).map(String::valueOf);
    return value.or(() -> Optional.ofNullable(environment.get(name.group(1))));
  }

  private static String noValue(Matcher name) {
    return "no value for "
        + name.group()
        + ": no Java variable and no environment variable has the name "
        + name.group(1);
  }

  /**
   * A text, such as a part of a URL, with names replaced by their values. Its errors show only the
   * name.
   */
  static String within(String text, Variables variables, Map<String, String> environment) {
    return NAME.matcher(text)
        .replaceAll(
            found -> {
              Matcher name = NAME.matcher(found.group());
              name.matches();
              return Matcher.quoteReplacement(
                  value(name, variables, environment)
                      .orElseThrow(() -> new MagicException(noValue(name))));
            });
  }

  /** The text to parse. */
  String text() {
    return text;
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
