package org.sqlflow.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
  @TempDir private Path folder;

  private static void add(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void theFileIsThereWhenItIsComplete() throws IOException {
    Path file = folder.resolve("a");
    WholeFile.write(
        file,
        out -> {
          add(out, "one ");
          out.flush();
          assertThat(file).doesNotExist();
          add(out, "two");
          out.close();
        });
    assertThat(file).hasContent("one two");
    assertThat(names()).containsExactly("a");
  }

  @Test
  void aFailureLeavesTheEarlierFileAndNoPart() throws IOException {
    Path file = Files.writeString(folder.resolve("a"), "earlier");
    assertThatThrownBy(
            () ->
                WholeFile.write(
                    file,
                    out -> {
                      add(out, "later");
                      throw new IOException("full");
                    }))
        .hasMessage("full");
    assertThat(file).hasContent("earlier");
    assertThat(names()).containsExactly("a");
  }

  @Test
  void aReplacedFilePassesItsRightsOn() throws IOException {
    Path file = Files.writeString(folder.resolve("a"), "earlier");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    WholeFile.write(file, out -> add(out, "later"));
    assertThat(file).hasContent("later");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");

    Path plain = Files.createFile(folder.resolve("plain"));
    WholeFile.write(folder.resolve("new"), out -> add(out, "new"));
    assertThat(Files.getPosixFilePermissions(folder.resolve("new")))
        .isEqualTo(Files.getPosixFilePermissions(plain));
  }

  @Test
  void aLinkIsReplacedAndNotFollowed() throws IOException {
    Path precious = Files.writeString(folder.resolve("precious"), "mine");
    Path link = Files.createSymbolicLink(folder.resolve("link"), precious);
    WholeFile.write(link, out -> add(out, "new"));
    assertThat(precious).hasContent("mine");
    assertThat(link).hasContent("new");
    assertThat(Files.isSymbolicLink(link)).isFalse();
  }

  @Test
  void onlyPartsThatNobodyWritesAreDeleted() throws IOException {
    Path precious = Files.writeString(folder.resolve("precious"), "mine");
    Files.writeString(folder.resolve(".sqlflow-abandoned.part"), "half");
    Path link = Files.createSymbolicLink(folder.resolve(".sqlflow-link.part"), precious);
    WholeFile.write(
        folder.resolve("a"),
        out -> {
          add(out, "a");
          WholeFile.write(folder.resolve("b"), other -> add(other, "b"));
        });
    assertThat(folder.resolve("a")).hasContent("a");
    assertThat(precious).hasContent("mine");
    assertThat(names()).containsExactly(link.getFileName().toString(), "a", "b", "precious");
  }
}
