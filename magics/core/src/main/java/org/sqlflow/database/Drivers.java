package org.sqlflow.database;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.duckdb.DuckDBDriver;

/** The JDBC drivers at hand: those that SQLFlow ships with, and the user's own. */
public final class Drivers {
  /** The variable of the environment that names jars and folders with further drivers. */
  public static final String VARIABLE = "SQLFLOW_CLASSPATH";

  /** Those that SQLFlow ships with alone. */
  public static final Drivers SHIPPED = new Drivers(List.of());

  private final List<Driver> own;

  private Drivers(List<Driver> own) {
    this.own = own;
  }

  /**
   * Looks for drivers in an environment's {@value #VARIABLE}: jars, folders of jars and folders of
   * classes, as in a class path.
   *
   * @throws DatabaseException if a part of it is not there or a driver can't be loaded
   */
  public static Drivers in(Map<String, String> environment) {
    String path = environment.getOrDefault(VARIABLE, "");
    if (path.isBlank()) {
      return SHIPPED;
    }
    List<URL> places = new ArrayList<>();
    for (String part : path.split(File.pathSeparator, -1)) {
      if (!part.isBlank()) {
        places.addAll(places(Path.of(part.strip())));
      }
    }
    ClassLoader loader =
        new URLClassLoader("sqlflow-drivers", places.toArray(new URL[0]), parent());
    try {
      return new Drivers(
          ServiceLoader.load(Driver.class, loader).stream()
              .map(ServiceLoader.Provider::get)
              .toList());
    } catch (ServiceConfigurationError error) {
      throw new DatabaseException(
          "a driver of " + VARIABLE + " cannot be loaded: " + error.getMessage(), error);
    }
  }

  private static ClassLoader parent() {
    return Drivers.class.getClassLoader();
  }

  private static List<URL> places(Path part) {
    if (part.endsWith("*")) {
      return places(part.getParent());
    }
    if (!Files.exists(part)) {
      throw new DatabaseException(
          VARIABLE + " names " + part + ", and nothing is there: correct it and restart the kernel",
          null);
    }
    if (!Files.isDirectory(part)) {
      return List.of(url(part));
    }
    try (Stream<Path> inside = Files.list(part)) {
      return Stream.concat(
              Stream.of(part), inside.filter(p -> p.toString().endsWith(".jar")).sorted())
          .map(Drivers::url)
          .toList();
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }

  private static URL url(Path place) {
    try {
      return place.toUri().toURL();
    } catch (MalformedURLException error) {
      throw new UncheckedIOException(error);
    }
  }

  /** Connects by the first driver that takes the URL. */
  Connection connect(String url, Properties properties) throws SQLException {
    for (Driver driver : own) {
      Connection connection = driver.acceptsURL(url) ? driver.connect(url, properties) : null;
      if (connection != null) {
        return connection;
      }
    }
    Optional<Driver> shipped = shipped(url);
    return shipped.isPresent()
        ? shipped.get().connect(url, properties)
        : DriverManager.getConnection(url, properties);
  }

  /** Whether some driver takes the URL. */
  boolean know(String url) throws SQLException {
    for (Driver driver : own) {
      if (driver.acceptsURL(url)) {
        return true;
      }
    }
    return shipped(url).isPresent()
        || DriverManager.drivers().anyMatch(driver -> accepts(driver, url));
  }

  /** The one driver that it takes: DriverManager would load them all at the first connection. */
  private static Optional<Driver> shipped(String url) {
    if (url.startsWith(DataSource.DUCKDB)) {
      return Optional.of(new DuckDBDriver());
    }
    if (url.startsWith("jdbc:postgresql:")) {
      return Optional.of(new org.postgresql.Driver());
    }
    return url.startsWith("jdbc:mariadb:")
        ? Optional.of(new org.mariadb.jdbc.Driver())
        : Optional.empty();
  }

  private static boolean accepts(Driver driver, String url) {
    try {
      return driver.acceptsURL(url);
    } catch (SQLException no) {
      return false;
    }
  }
}
