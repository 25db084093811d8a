package org.sqlflow.database.session;

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
import org.sqlflow.database.DatabaseException;
import org.sqlflow.database.spi.DialectProvider;

/**
 * The available JDBC drivers and dialects: those that SQLFlow includes, and the user's own. Safe
 * for use by several threads; its contents never change.
 */
public final class Drivers {
  /** The environment variable that names jars and folders with further drivers and dialects. */
  public static final String VARIABLE = "SQLFLOW_CLASSPATH";

  /** Only those that SQLFlow includes. */
  public static final Drivers SHIPPED = new Drivers(List.of(), Drivers.class.getClassLoader());

  private final List<Driver> own;
  private final ClassLoader loader;
  private Optional<List<DialectProvider>> dialects = Optional.empty();

  private Drivers(List<Driver> own, ClassLoader loader) {
    this.own = own;
    this.loader = loader;
  }

  /**
   * Looks for drivers in an environment's {@value #VARIABLE}: jars, folders of jars and folders of
   * classes, as in a class path.
   *
   * @throws DatabaseException if a part of it does not exist or a driver cannot be loaded
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
    return from(places, Drivers.class.getClassLoader());
  }

  /**
   * These drivers and those of further jars.
   *
   * @throws DatabaseException if a driver cannot be loaded
   */
  public Drivers and(List<Path> jars) {
    return from(jars.stream().map(Drivers::url).toList(), loader);
  }

  private static Drivers from(List<URL> places, ClassLoader parent) {
    ClassLoader loader = new URLClassLoader("sqlflow-drivers", places.toArray(new URL[0]), parent);
    try {
      return new Drivers(
          ServiceLoader.load(Driver.class, loader).stream()
              .map(ServiceLoader.Provider::get)
              .toList(),
          loader);
    } catch (ServiceConfigurationError error) {
      throw new DatabaseException(
          "a driver of " + VARIABLE + " cannot be loaded: " + error.getMessage(), error);
    }
  }

  private static List<URL> places(Path part) {
    if (part.endsWith("*")) {
      return places(part.getParent());
    }
    if (!Files.exists(part)) {
      throw new DatabaseException(
          VARIABLE + " names " + part + ", which does not exist: correct it and restart the kernel",
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

  /**
   * The providers of dialects, looked up once, since each cell asks for one.
   *
   * @throws ServiceConfigurationError if one cannot be loaded
   */
  synchronized List<DialectProvider> dialects() {
    if (dialects.isEmpty()) {
      dialects =
          Optional.of(
              ServiceLoader.load(DialectProvider.class, loader).stream()
                  .map(ServiceLoader.Provider::get)
                  .toList());
    }
    return dialects.get();
  }

  /**
   * Connects by the first driver that accepts the URL.
   *
   * @param shipped the driver to use if the user has none; DriverManager would load all drivers
   */
  Connection connect(String url, Properties properties, Optional<Driver> shipped)
      throws SQLException {
    for (Driver driver : own) {
      Connection connection = driver.acceptsURL(url) ? driver.connect(url, properties) : null;
      if (connection != null) {
        return connection;
      }
    }
    return shipped.isPresent()
        ? shipped.get().connect(url, properties)
        : DriverManager.getConnection(url, properties);
  }

  /** Whether one of the user's own drivers accepts the URL. */
  boolean hasOwn(String url) {
    return own.stream().anyMatch(driver -> accepts(driver, url));
  }

  /** Whether some driver accepts the URL. */
  boolean know(String url, Optional<Driver> shipped) {
    return shipped.isPresent()
        || hasOwn(url)
        || DriverManager.drivers().anyMatch(driver -> accepts(driver, url));
  }

  private static boolean accepts(Driver driver, String url) {
    try {
      return driver.acceptsURL(url);
    } catch (SQLException no) {
      return false;
    }
  }
}
