package org.sqlflow.magic;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The options of the magic line. */
enum MagicOption {
  AS("--as", Optional.of("name"), "binds the last result to a Java variable, as `name <<` does"),
  LIMIT("--limit", Optional.of("n"), "shows n rows of a result; 0 shows all, 10 is the default"),
  QUIET("--quiet", Optional.empty(), "shows nothing but errors"),
  CONNECT(
      "--connect",
      Optional.of("URL"),
      "works on another database from now on: a URL such as postgresql://user@host/database, or the"
          + " alias of an earlier connection"),
  ALIAS("--alias", Optional.of("name"), "names the connection that --connect makes"),
  CONNECTIONS("--connections", Optional.empty(), "lists the connections"),
  PERSIST("--persist", Optional.of("table"), "writes a Java table into the database"),
  DEBUG(
      "--debug",
      Optional.empty(),
      "shows the Java frames behind this cell's error, or in an empty cell those of the last"
          + " error");

  private final String text;
  private final Optional<String> value;
  private final String meaning;

  MagicOption(String text, Optional<String> value, String meaning) {
    this.text = text;
    this.value = value;
    this.meaning = meaning;
  }

  static List<String> names() {
    return Arrays.stream(values()).map(MagicOption::text).toList();
  }

  static Optional<MagicOption> of(String text) {
    return Arrays.stream(values()).filter(option -> option.text.equals(text)).findFirst();
  }

  String text() {
    return text;
  }

  /** What stands behind it, if anything does. */
  Optional<String> value() {
    return value;
  }

  String meaning() {
    return meaning;
  }
}
