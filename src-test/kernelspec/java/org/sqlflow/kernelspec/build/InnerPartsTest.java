package org.sqlflow.kernelspec.build;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InnerPartsTest {
  @TempDir private Path folder;

  private static void describe(ZipOutputStream zip, String group, String name, String version)
      throws IOException {
    zip.putNextEntry(new ZipEntry("META-INF/maven/" + group + "/" + name + "/pom.properties"));
    zip.write(
        ("groupId=" + group + "\nartifactId=" + name + "\nversion=" + version + "\n")
            .getBytes(StandardCharsets.UTF_8));
    zip.closeEntry();
  }

  @Test
  void librariesInAJarArePartsOfIt() throws IOException {
    try (ZipOutputStream zip =
        new ZipOutputStream(Files.newOutputStream(folder.resolve("jackson-1.0.jar")))) {
      describe(zip, "org.nd4j", "jackson", "1.0");
      describe(zip, "org.yaml", "snakeyaml", "1.26");
      describe(zip, "com.fasterxml.jackson.core", "jackson-core", "2.13.3");
    }
    Path bill = folder.resolve("sqlflow.cdx.json");
    Files.writeString(
        bill,
        """
        {"bomFormat": "CycloneDX", "components": [
          {"group": "org.nd4j", "name": "jackson", "version": "1.0"},
          {"group": "org.other", "name": "not-here", "version": "2"}]}
        """);

    InnerParts.main(new String[] {bill.toString(), folder.toString()});

    JsonNode components = new ObjectMapper().readTree(bill.toFile()).path("components");
    assertThat(components.path(0).path("components").findValuesAsText("name"))
        .containsExactly("jackson-core", "snakeyaml");
    assertThat(components.path(0).path("components").path(1).path("purl").asText())
        .isEqualTo("pkg:maven/org.yaml/snakeyaml@1.26?type=jar");
    assertThat(components.path(1).has("components")).isFalse();
  }

  @Test
  void withoutABillNothingIsDone() throws IOException {
    InnerParts.main(new String[] {folder.resolve("none").toString(), folder.toString()});
    assertThat(folder).isEmptyDirectory();
  }
}
