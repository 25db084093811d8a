package org.sqlflow.magic;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sqlflow.database.DataSource;
import org.sqlflow.text.NearestName;
import org.sqlflow.text.Redactor;

/**
 * A section of a {@code connections.ini}. A value may be {@code ${NAME}}, a variable of the
 * environment; a password must be.
 *
 * @param file the file's name in messages
 * @param name of the section
 * @param entries by key, in lower case
 * @param environment where the values of variables are
 */
record SavedConnection(
    String file, String name, Map<String, Entry> entries, Map<String, String> environment) {
  private static final List<String> KEYS =
      List.of("drivername", "host", "port", "database", "username", "password", "url");
  private static final Map<String, String> SCHEMES =
      Map.of(
          "duckdb", "duckdb",
          "postgresql", "postgresql",
          "postgres", "postgresql",
          "mysql", "mysql",
          "mariadb", "mariadb");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");

  /**
   * A value.
   *
   * @param line where it is, from 1
   */
  record Entry(String value, int line) {}

  /**
   * The database.
   *
   * @param folder to which the path of a DuckDB file is relative
   * @throws MagicException if the section is wrong or holds a secret
   */
  DataSource source(Path folder) {
    for (String key : entries.keySet()) {
      if (!KEYS.contains(key)) {
        throw wrong(
            key,
            "unknown key "
                + key
                + "; "
                + NearestName.question(key, KEYS)
                    .orElse("the keys are " + String.join(", ", KEYS)));
      }
    }
    refusePassword();
    if (entries.containsKey("url")) {
      return ofUrl(folder);
    }
    return DataSource.parse(url(), folder, this::substituted);
  }

  /** A database by the URL of its driver, which has everything but the user. */
  private DataSource ofUrl(Path folder) {
    String url = text("url");
    for (String key : KEYS.subList(0, KEYS.indexOf("username"))) {
      if (entries.containsKey(key)) {
        throw wrong(key, key + " and url say the same: delete one of them");
      }
    }
    if (!url.toLowerCase(Locale.ROOT).startsWith("jdbc:")) {
      String scheme = url.replaceFirst(":.*", "").toLowerCase(Locale.ROOT);
      throw wrong(
          "url",
          "url is a driver's URL, which starts with jdbc:"
              + (SCHEMES.containsKey(scheme)
                  ? "; for this one, write drivername = "
                      + scheme
                      + ", and the parts of the URL as host, database and username"
                  : ""));
    }
    if (DataSource.hasSecret(VARIABLE.matcher(url).replaceAll(""))) {
      throw wrong("url", "the URL holds a secret; " + advice());
    }
    DataSource source = DataSource.parse(url, folder, this::substituted);
    Optional<String> user = Optional.of(substituted(text("username"))).filter(u -> !u.isEmpty());
    return new DataSource(
        source.jdbcUrl(),
        user.or(source::user),
        Optional.of(substituted(text("password"))).filter(p -> !p.isEmpty()).or(source::password),
        source.file(),
        source.shown());
  }

  private void refusePassword() {
    String password = text("password");
    if (!password.isEmpty() && !VARIABLE.matcher(password).matches()) {
      throw wrong("password", "a password does not belong in a file: " + advice());
    }
  }

  private String advice() {
    String variable = name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]+", "_") + "_PASSWORD";
    String valid = variable.matches("[0-9_].*") ? "DB_" + variable : variable;
    return "put it into an environment variable such as "
        + valid
        + " and write password = ${"
        + valid
        + "}, or delete the line and be asked for it";
  }

  private String url() {
    String scheme = scheme();
    if (scheme.equals("duckdb")) {
      return "duckdb://" + text("database");
    }
    String user = encoded(text("username"));
    String password = text("password");
    String port = text("port");
    if (!port.isEmpty() && !port.matches("\\d{1,5}") && !VARIABLE.matcher(port).matches()) {
      throw wrong("port", "port = " + port + " is not a number");
    }
    for (String key : List.of("host", "database")) {
      if (text(key).matches(".*[@?#/\\s].*")) {
        throw wrong(
            key,
            "the value of "
                + key
                + " is not the name of a "
                + key
                + "; a URL belongs after --connect");
      }
    }
    return scheme
        + "://"
        + user
        + (password.isEmpty() ? "" : ":" + password)
        + (user.isEmpty() && password.isEmpty() ? "" : "@")
        + (text("host").isEmpty() ? "localhost" : text("host"))
        + (port.isEmpty() ? "" : ":" + port)
        + "/"
        + text("database");
  }

  private String scheme() {
    String driver = text("drivername").toLowerCase(Locale.ROOT);
    String scheme = SCHEMES.get(driver.replaceFirst("\\+.*", "")); // postgresql+psycopg2
    if (scheme == null) {
      throw wrong(
          "drivername",
          (driver.isEmpty() ? "drivername is missing" : "unknown drivername " + driver)
              + "; it is duckdb, postgresql, mysql or mariadb. Another database is reached by its"
              + " JDBC URL: url = jdbc:\u2026");
    }
    return scheme;
  }

  private static String encoded(String text) {
    return VARIABLE.matcher(text).matches()
        ? text
        : URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private String substituted(String part) {
    Matcher variable = VARIABLE.matcher(part);
    return variable.replaceAll(
        found -> {
          String value = environment.get(found.group(1));
          if (value == null) {
            throw new MagicException(
                file
                    + ", ["
                    + name
                    + "]: the environment variable "
                    + found.group(1)
                    + " is not set; set it before Jupyter starts");
          }
          return Matcher.quoteReplacement(value);
        });
  }

  private String text(String key) {
    return Optional.ofNullable(entries.get(key)).map(Entry::value).orElse("");
  }

  private MagicException wrong(String key, String message) {
    String line =
        Optional.ofNullable(entries.get(key)).map(entry -> ", line " + entry.line()).orElse("");
    return new MagicException(file + line + ": [" + name + "]: " + message);
  }

  /** How it is shown to users, even if it is wrong. */
  String shown() {
    if (entries.containsKey("url")) {
      return DataSource.shown(text("url"));
    }
    String user = text("username");
    String place = text("host").isEmpty() ? "" : text("host") + "/";
    return Redactor.redacted(
        text("drivername") + "://" + (user.isEmpty() ? "" : user + "@") + place + text("database"));
  }
}
