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

/** Data sources as people write them. */
final class DataSourceReader {
  private static final String DUCKDB = "duckdb://";
  private static final Set<String> MEMORY = Set.of("", ":memory:");

  /** The database's own URLs, and those of Go's driver for MySQL, as SQLFlow wrote them. */
  private static final Pattern SERVER =
      Pattern.compile(
          "(?i)(?:jdbc:)?(?<scheme>postgres(?:ql)?|mysql|mariadb)://"
              + "(?:(?<goUser>.*)@tcp\\((?<goHost>[^)]*)\\)|(?:(?<user>[^/]*)@)?(?<host>[^/?]*))"
              + "(?:/(?<database>[^?]*))?(?:\\?(?<parameters>.*))?",
          Pattern.DOTALL);

  private final Path folder;
  private final UnaryOperator<String> values;

  DataSourceReader(Path folder, UnaryOperator<String> values) {
    this.folder = folder;
    this.values = values;
  }

  DataSource read(String url) {
    String lower = url.toLowerCase(Locale.ROOT);
    if (lower.startsWith(DUCKDB)) {
      return duckDb(values.apply(url.substring(DUCKDB.length())));
    }
    if (lower.startsWith(DataSource.DUCKDB)) {
      return duckDb(values.apply(url.substring(DataSource.DUCKDB.length())));
    }
    Matcher server = SERVER.matcher(url);
    if (server.matches()) {
      return server(server);
    }
    if (lower.startsWith("jdbc:")) {
      String whole = values.apply(url);
      return DataSource.embedded(whole, Optional.empty(), withoutSecrets(whole));
    }
    throw new DatabaseException(
        "a data source begins with duckdb://, postgresql://, mysql://, mariadb:// or jdbc:, such as"
            + " duckdb:///path/file.duckdb, duckdb://:memory: or"
            + " postgresql://user@host:5432/database",
        null);
  }

  private DataSource duckDb(String path) {
    return MEMORY.contains(path)
        ? DataSource.embedded(DataSource.DUCKDB, Optional.empty(), "a DuckDB database in memory")
        : DataSource.ofFile(folder.resolve(path));
  }

  private DataSource server(Matcher url) {
    boolean ofGo = url.group("goHost") != null;
    boolean postgres = url.group("scheme").toLowerCase(Locale.ROOT).startsWith("postgres");
    String host = values.apply(ofGo ? url.group("goHost") : url.group("host"));
    String database = values.apply(Optional.ofNullable(url.group("database")).orElse(""));
    Parameters parameters = parameters(Optional.ofNullable(url.group("parameters")).orElse(""));
    String[] who =
        Optional.ofNullable(url.group(ofGo ? "goUser" : "user")).orElse("").split(":", 2);
    Optional<String> user = part(who[0], ofGo).or(parameters::user);
    Optional<String> password =
        (who.length < 2 ? Optional.<String>empty() : part(who[1], ofGo)).or(parameters::password);
    List<String> others = ofGo ? List.of() : parameters.others(); // Go's driver has its own
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

  /** The user's name or the password; empty is none. */
  private Optional<String> part(String written, boolean ofGo) {
    String plain = ofGo ? written : decoded(written);
    return Optional.of(values.apply(plain)).filter(value -> !value.isEmpty());
  }

  private static String decoded(String written) {
    try {
      return URLDecoder.decode(written.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException noEscape) {
      return written; // a percent sign that means itself
    }
  }

  private record Parameters(
      Optional<String> user, Optional<String> password, List<String> others) {}

  private Parameters parameters(String written) {
    Optional<String> user = Optional.empty();
    Optional<String> password = Optional.empty();
    List<String> others = new ArrayList<>();
    for (String one : Arrays.stream(written.split("&")).filter(p -> !p.isEmpty()).toList()) {
      String[] nameAndValue = one.split("=", 2);
      String value = nameAndValue.length < 2 ? "" : nameAndValue[1];
      switch (nameAndValue[0].toLowerCase(Locale.ROOT)) {
        case "user" -> user = part(value, false);
        case "password" -> password = part(value, false);
        default -> others.add(values.apply(one));
      }
    }
    return new Parameters(user, password, others);
  }

  /** Drivers put passwords behind ; and ?, or before an @. */
  private static String withoutSecrets(String url) {
    String place = url.split("[;?]", 2)[0];
    return place.contains("@") ? "a database of " + place.split(":", 3)[1] : place;
  }
}
