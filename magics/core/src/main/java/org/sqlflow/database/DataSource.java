package org.sqlflow.database;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.sqlflow.text.Redactor;

/**
 * Which database to connect to. {@link #toString} shows no password. Immutable.
 *
 * @param jdbcUrl the URL for the JDBC driver. User and password are taken out of the URLs of
 *     databases that SQLFlow knows
 * @param user the user's name, unless the driver's URL has it
 * @param password the user's password, unless the driver's URL has it
 * @param file the file of an embedded database
 * @param shown how it is shown to users, without secrets
 */
public record DataSource(
    String jdbcUrl,
    Optional<String> user,
    Optional<String> password,
    Optional<Path> file,
    String shown) {
  /** The environment variable that chooses the database. */
  public static final String VARIABLE = "SQLFLOW_DATASOURCE";

  /** The environment variable that holds a password for URLs without one. */
  public static final String PASSWORD = "SQLFLOW_PASSWORD";

  private static final String DUCKDB = "duckdb://";
  private static final String JDBC_DUCKDB = "jdbc:duckdb:";
  private static final Set<String> MEMORY = Set.of("", ":memory:");

  /**
   * URLs as the databases' own tools write them, and as Go's MySQL driver does, which the first
   * SQLFlow used.
   */
  private static final Pattern SERVER =
      Pattern.compile(
          "(?i)(?:jdbc:)?(?<scheme>postgres(?:ql)?|mysql|mariadb)://"
              + "(?:(?<goUser>.*)@tcp\\((?<goHost>[^)]*)\\)|(?:(?<user>[^/]*)@)?(?<host>[^/?]*))"
              + "(?:/(?<database>[^?]*))?(?:\\?(?<parameters>.*))?",
          Pattern.DOTALL);

  /** Spark Connect's own URLs, with parameters after the path's semicolon. */
  private static final Pattern SPARK =
      Pattern.compile("(?i)sc://(?<place>[^/;?]*)(?:/?;?(?<parameters>[^/].*)?|/)");

  private static final Pattern SPARK_MASTER = Pattern.compile("(?i)spark://(?<host>[^/:;]*).*");

  private static final String SPARK_SCHEME = "sc://";
  private static final String SPARK_PORT = "15002";

  /** Passwords within the URL of an unknown driver. */
  private static final Pattern SECRET_IN_URL =
      Pattern.compile(
          "(?i)(?:[;?&](?:password|passwd|pwd|passphrase)=([^;&]+)|[/:][^/:@;?]+[/:]([^/:@;?]+)@)");

  /**
   * A password of at least so many characters is looked for anywhere in a message; a shorter one
   * only as a whole word, since it may be a part of another word by chance.
   */
  private static final int LONG_PASSWORD = 6;

  /** The default database: a file in a folder. */
  public static DataSource inFolder(Path folder) {
    return ofFile(folder.resolve("sqlflow.duckdb"));
  }

  /**
   * Reads {@code duckdb:///path/file.duckdb}, {@code duckdb://file.duckdb} (in the folder), {@code
   * duckdb://:memory:}, {@code postgresql://user:password@host:port/database?parameters}, {@code
   * mysql://} or {@code mariadb://} likewise, {@code
   * mysql://user:password@tcp(host:port)/database}, Spark Connect's {@code sc://host:port/;token=…}
   * or a JDBC URL.
   *
   * @throws DatabaseException if the text is none of these
   */
  public static DataSource parse(String text, Path folder) {
    return parse(text, folder, UnaryOperator.identity());
  }

  /**
   * The same for a URL whose parts may contain variables.
   *
   * @param values replaces the variables in a part with their values
   */
  public static DataSource parse(String text, Path folder, UnaryOperator<String> values) {
    String url = text.strip();
    String lower = url.toLowerCase(Locale.ROOT);
    for (String prefix : List.of(DUCKDB, JDBC_DUCKDB)) {
      if (lower.startsWith(prefix)) {
        String path = values.apply(url.substring(prefix.length()));
        if (MEMORY.contains(path)) {
          return embedded(JDBC_DUCKDB, Optional.empty(), "a DuckDB database in memory");
        }
        int options = prefix.equals(JDBC_DUCKDB) ? path.indexOf(';') : -1;
        if (options < 0) {
          return ofFile(folder.resolve(path));
        }
        // The driver's own URL may have options, such as ;access_mode=read_only.
        Path file = folder.resolve(path.substring(0, options)).toAbsolutePath().normalize();
        return embedded(
            JDBC_DUCKDB + file + path.substring(options), Optional.empty(), file.toString());
      }
    }
    Matcher server = SERVER.matcher(url);
    if (server.matches()) {
      return server(server, values);
    }
    Matcher spark = SPARK.matcher(url);
    if (spark.matches()) {
      return spark(spark, values);
    }
    Matcher master = SPARK_MASTER.matcher(url);
    if (master.matches()) {
      throw new DatabaseException(
          "spark:// is the address of Spark's own processes: connect to its Spark Connect server,"
              + " such as sc://"
              + (master.group("host").isEmpty() ? "host" : master.group("host"))
              + ":"
              + SPARK_PORT,
          null);
    }
    if (lower.startsWith("jdbc:")) {
      String whole = values.apply(url);
      return embedded(whole, Optional.empty(), withoutSecrets(whole));
    }
    throw new DatabaseException(
        "a data source starts with duckdb://, postgresql://, mysql://, mariadb://, sc:// or jdbc:,"
            + " such as duckdb:///path/file.duckdb, duckdb://:memory:, sc://host:15002 or"
            + " postgresql://user@host:5432/database",
        null);
  }

  private static DataSource ofFile(Path file) {
    Path whole = file.toAbsolutePath().normalize();
    return embedded(JDBC_DUCKDB + whole, Optional.of(whole), whole.toString());
  }

  private static DataSource embedded(String jdbcUrl, Optional<Path> file, String shown) {
    return new DataSource(jdbcUrl, Optional.empty(), Optional.empty(), file, shown);
  }

  /**
   * The token becomes the password, so that it is never shown; other parameters are not shown
   * either.
   */
  private static DataSource spark(Matcher url, UnaryOperator<String> values) {
    String place = values.apply(url.group("place"));
    Optional<String> token = Optional.empty();
    List<String> others = new ArrayList<>();
    String parameters = Optional.ofNullable(url.group("parameters")).orElse("");
    for (String one : Arrays.stream(parameters.split(";")).filter(p -> !p.isBlank()).toList()) {
      String value = values.apply(one.strip());
      if (value.toLowerCase(Locale.ROOT).startsWith("token=")) {
        token = Optional.of(value.substring("token=".length())).filter(t -> !t.isEmpty());
      } else {
        others.add(value);
      }
    }
    String shown = SPARK_SCHEME + place;
    String whole = others.isEmpty() ? shown : shown + "/;" + String.join(";", others);
    return new DataSource(whole, Optional.empty(), token, Optional.empty(), shown);
  }

  private static DataSource server(Matcher url, UnaryOperator<String> values) {
    boolean ofGo = url.group("goHost") != null;
    boolean postgres = url.group("scheme").toLowerCase(Locale.ROOT).startsWith("postgres");
    String host = values.apply(ofGo ? url.group("goHost") : url.group("host"));
    String database = values.apply(Optional.ofNullable(url.group("database")).orElse(""));
    Parameters parameters =
        Parameters.of(Optional.ofNullable(url.group("parameters")).orElse(""), values);
    String[] who =
        Optional.ofNullable(url.group(ofGo ? "goUser" : "user")).orElse("").split(":", 2);
    Optional<String> user = part(who[0], ofGo, values).or(parameters::user);
    Optional<String> password =
        (who.length < 2 ? Optional.<String>empty() : part(who[1], ofGo, values))
            .or(parameters::password);
    List<String> others =
        ofGo ? List.of() : parameters.others(); // those of Go's driver are different
    String driver = postgres ? "postgresql" : "mariadb";
    String place = (host.isEmpty() ? "localhost" : host) + "/" + database;
    return new DataSource(
        "jdbc:" + driver + "://" + place + (others.isEmpty() ? "" : "?" + String.join("&", others)),
        user,
        password,
        Optional.empty(),
        (postgres ? driver : url.group("scheme").toLowerCase(Locale.ROOT))
            + "://"
            + user.map(name -> name + "@").orElse("")
            + place);
  }

  /** The user's name or the password; empty if it has no characters. */
  private static Optional<String> part(String written, boolean ofGo, UnaryOperator<String> values) {
    String plain = ofGo ? written : decoded(written);
    return Optional.of(values.apply(plain)).filter(value -> !value.isEmpty());
  }

  private static String decoded(String written) {
    try {
      return URLDecoder.decode(written.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException noEscape) {
      return written; // the percent sign is a part of the value
    }
  }

  private record Parameters(Optional<String> user, Optional<String> password, List<String> others) {
    static Parameters of(String written, UnaryOperator<String> values) {
      Optional<String> user = Optional.empty();
      Optional<String> password = Optional.empty();
      List<String> others = new ArrayList<>();
      for (String one : Arrays.stream(written.split("&")).filter(p -> !p.isEmpty()).toList()) {
        String[] nameAndValue = one.split("=", 2);
        String value = nameAndValue.length < 2 ? "" : nameAndValue[1];
        switch (nameAndValue[0].toLowerCase(Locale.ROOT)) {
          case "user" -> user = part(value, false, values);
          case "password" -> password = part(value, false, values);
          default -> others.add(values.apply(one));
        }
      }
      return new Parameters(user, password, others);
    }
  }

  /** Whether a URL contains a password, in one of the forms that drivers commonly use. */
  public static boolean hasSecret(String url) {
    Matcher server = SERVER.matcher(url);
    return SECRET_IN_URL.matcher(url).find()
        || server.matches()
            && Optional.ofNullable(server.group("user")).filter(u -> u.contains(":")).isPresent();
  }

  /** How the URL of any driver is shown to users. */
  public static String shown(String url) {
    return Redactor.redacted(withoutSecrets(url));
  }

  /** Drivers take passwords after a semicolon or a question mark, or before an at sign. */
  private static String withoutSecrets(String url) {
    String place = url.split("[;?]", 2)[0];
    return place.contains("@") ? "a database of " + place.split(":", 3)[1] : place;
  }

  /** Whether it asks for a token, which only its URL can name, and not for a user's password. */
  public boolean takesToken() {
    return jdbcUrl.regionMatches(true, 0, SPARK_SCHEME, 0, SPARK_SCHEME.length());
  }

  /** The same source with a password. */
  public DataSource withPassword(String found) {
    return new DataSource(jdbcUrl, user, Optional.of(found), file, shown);
  }

  /**
   * A driver's message without passwords. Passwords are masked in URLs and properties. Other words
   * are never masked, even if they equal the password: the mask would reveal it. If an untrusted
   * message contains such a word, the whole message is replaced.
   *
   * @param trusted whether the driver shows passwords only in URLs and properties, if at all
   */
  public String redacted(String driverMessage, boolean trusted) {
    String masked = Redactor.redacted(driverMessage.replace(jdbcUrl, shown));
    return trusted || secrets().noneMatch(secret -> shows(masked, secret))
        ? masked
        : "the driver's message is not shown, since it may contain the password";
  }

  private Stream<String> secrets() {
    Stream<String> inUrl =
        SECRET_IN_URL
            .matcher(jdbcUrl)
            .results()
            .map(found -> found.group(found.group(1) == null ? 2 : 1));
    return Stream.concat(password.stream(), inUrl).filter(secret -> !secret.isBlank());
  }

  private static boolean shows(String text, String secret) {
    if (secret.length() >= LONG_PASSWORD) {
      return text.contains(secret);
    }
    return Pattern.compile("(?<![\\p{L}\\p{N}])" + Pattern.quote(secret) + "(?![\\p{L}\\p{N}])")
        .matcher(text)
        .find();
  }

  @Override
  public String toString() {
    return shown;
  }
}
