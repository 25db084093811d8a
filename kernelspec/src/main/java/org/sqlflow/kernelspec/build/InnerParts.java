package org.sqlflow.kernelspec.build;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.List;
import java.util.Properties;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Adds libraries that are packed into another jar to a bill of materials (CycloneDX), as parts of
 * that jar: Maven knows only the jar. They are found by their Maven descriptions in the jar.
 */
public final class InnerParts {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final String DESCRIPTIONS = "META-INF/maven/";

  private InnerParts() {}

  /** A library by its Maven coordinates. */
  private record Part(String group, String name, String version) {
    String purl() {
      return "pkg:maven/" + group + "/" + name + "@" + version + "?type=jar";
    }
  }

  /**
   * Completes a bill of materials, if there is one: an offline build creates none.
   *
   * @param arguments the bill of materials and the folder of the jars
   */
  public static void main(String[] arguments) throws IOException {
    Path bill = Path.of(arguments[0]);
    if (Files.exists(bill)) {
      complete(bill, Path.of(arguments[1]));
    }
  }

  private static void complete(Path bill, Path jars) throws IOException {
    JsonNode whole = JSON.readTree(bill.toFile());
    for (JsonNode component : whole.path("components")) {
      Part own =
          new Part(
              component.path("group").asText(),
              component.path("name").asText(),
              component.path("version").asText());
      Path jar = jars.resolve(own.name() + "-" + own.version() + ".jar");
      if (Files.exists(jar)) {
        List<Part> inner = inner(jar, own);
        if (!inner.isEmpty()) {
          add(inner, own, (ObjectNode) component);
        }
      }
    }
    Files.writeString(bill, JSON.writeValueAsString(whole) + "\n");
  }

  private static void add(List<Part> inner, Part own, ObjectNode component) {
    ArrayNode parts = component.putArray("components");
    for (Part part : inner) {
      ObjectNode added = parts.addObject();
      added.put("type", "library");
      added.put("bom-ref", own.purl() + "#" + part.purl());
      added.put("group", part.group());
      added.put("name", part.name());
      added.put("version", part.version());
      added.put("purl", part.purl());
    }
  }

  private static List<Part> inner(Path jar, Part own) throws IOException {
    List<Part> found = new ArrayList<>();
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      Enumeration<? extends ZipEntry> entries = zip.entries();
      while (entries.hasMoreElements()) {
        ZipEntry entry = entries.nextElement();
        if (entry.getName().startsWith(DESCRIPTIONS)
            && entry.getName().endsWith("/pom.properties")) {
          Properties described = new Properties();
          try (InputStream in = zip.getInputStream(entry)) {
            described.load(in);
          }
          found.add(
              new Part(
                  described.getProperty("groupId", ""),
                  described.getProperty("artifactId", ""),
                  described.getProperty("version", "")));
        }
      }
    }
    return found.stream()
        .filter(part -> !part.group().equals(own.group()))
        .distinct()
        .sorted(Comparator.comparing(Part::purl))
        .toList();
  }
}
