package org.sqlflow.kernelspec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparkClientTest {
  private static final String SHA256_OF_ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @TempDir Path folder;

  private final PrintWriter out = new PrintWriter(new StringWriter());

  private SparkClient client(String content) throws IOException {
    Path jar = folder.resolve("repository/org/some/thing/1.0/thing-1.0.jar");
    Files.createDirectories(jar.getParent());
    Files.writeString(jar, content);
    return new SparkClient(
        Optional.of(folder.resolve("repository").toUri()),
        folder.resolve("local"),
        List.of(SparkClient.Jar.of(SHA256_OF_ABC + " org.some:thing:1.0")));
  }

  @Test
  void aJarIsFetchedFromItsPlaceInTheRepository() throws Exception {
    client("abc").fetchInto(folder.resolve("kernel"), out);

    assertThat(folder.resolve("kernel/spark/thing-1.0.jar")).hasContent("abc");
    assertThat(folder.resolve("kernel")).isDirectoryNotContaining("glob:**.new");
  }

  @Test
  void aFileThatIsAnotherThanTheTestedOneIsRefusedAndNothingStays() throws Exception {
    SparkClient client = client("abd");

    assertThatThrownBy(() -> client.fetchInto(folder.resolve("kernel"), out))
        .isInstanceOf(InstallException.class)
        .hasMessageContaining("thing-1.0.jar is not the file that SQLFlow was tested with");
    assertThat(folder.resolve("kernel")).isEmptyDirectory();
  }

  @Test
  void theUsersOwnRepositoryComesFirst() throws Exception {
    SparkClient client = client("abd");
    Path own = folder.resolve("local/org/some/thing/1.0/thing-1.0.jar");
    Files.createDirectories(own.getParent());
    Files.writeString(own, "abc");

    client.fetchInto(folder.resolve("kernel"), out);

    assertThat(folder.resolve("kernel/spark/thing-1.0.jar")).hasContent("abc");
  }

  @Test
  void mavenIsNotAskedForJarsThatAreThere() throws Exception {
    SparkClient client = client("abc");
    SparkClient here =
        new SparkClient(Optional.empty(), folder.resolve("repository"), client.jars());

    here.fetchInto(folder.resolve("kernel"), out);

    assertThat(folder.resolve("kernel/spark/thing-1.0.jar")).hasContent("abc");
  }

  @Test
  void everyJarHasAVersionAndAChecksum() {
    assertThat(SparkClient.needed())
        .hasSize(38)
        .allSatisfy(
            jar -> {
              assertThat(jar.sha256()).matches("[0-9a-f]{64}");
              assertThat(jar.path()).matches("[\\w./-]+/[\\w.-]+-\\d[\\w.-]*\\.jar");
            })
        .anySatisfy(jar -> assertThat(jar.name()).startsWith("spark-connect-client-jvm_2.13-4."));
  }
}
