package org.sqlflow.statements.train;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** The versions of Java and of the libraries that train models. */
public final class Versions {
  private Versions() {}

  static Map<String, String> all() {
    Properties properties = new Properties();
    try (InputStream stream = Versions.class.getResourceAsStream("versions.properties")) {
      properties.load(stream);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    Map<String, String> versions = new TreeMap<>();
    properties.stringPropertyNames().forEach(n -> versions.put(n, properties.getProperty(n)));
    versions.put("java", Runtime.version().toString());
    return versions;
  }
}
