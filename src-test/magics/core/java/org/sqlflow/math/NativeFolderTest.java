package org.sqlflow.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NativeFolderTest {
  @TempDir Path home;
  @TempDir Path temporary;

  @BeforeEach
  void needsPermissions() throws Exception {
    assumeThat(Files.getFileStore(home).supportsFileAttributeView("posix")).isTrue();
  }

  @Test
  void aNewCacheInTheHomeIsPrivate() throws Exception {
    Path folder = NativeFolder.choose(home.toString(), temporary).orElseThrow();

    assertThat(folder).isEqualTo(home.resolve(".javacpp/cache"));
    assertThat(permissions(folder)).isEqualTo("rwx------");
    assertThat(permissions(folder.getParent())).isEqualTo("rwx------");
    assertThat(NativeFolder.choose(home.toString(), temporary)).contains(folder);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rwxrwxr-x", "rwxr-xrwx"})
  void aCacheThatOthersCanWriteToIsNotUsed(String permissions) throws Exception {
    Files.createDirectories(home.resolve(".javacpp/cache"));
    Files.setPosixFilePermissions(
        home.resolve(".javacpp"), PosixFilePermissions.fromString(permissions));

    requireNewPrivateFolder(home.toString());
  }

  @Test
  void aCacheOfAnotherUserIsNotUsed() throws Exception {
    assumeThat(System.getProperty("user.name")).isEqualTo("root");
    Path cache = Files.createDirectories(home.resolve(".javacpp/cache"));
    Files.setOwner(
        cache,
        home.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));

    requireNewPrivateFolder(home.toString());
  }

  @Test
  void aHomeInWhichOthersCanReplaceFoldersIsNotUsed() throws Exception {
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxrwxrwx"));

    requireNewPrivateFolder(home.toString());

    Files.setAttribute(home, "unix:mode", 01777);
    assertThat(NativeFolder.choose(home.toString(), temporary))
        .contains(home.resolve(".javacpp/cache"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"?", "", "/no/such/home", "/proc"})
  void withoutAHomeNothingIsWrittenBesideTheNotebook(String noHome) throws Exception {
    requireNewPrivateFolder(noHome);
    assertThat(Path.of("?")).doesNotExist();
  }

  private void requireNewPrivateFolder(String of) throws Exception {
    Path folder = NativeFolder.choose(of, temporary).orElseThrow();

    assertThat(folder.getParent()).isEqualTo(temporary);
    assertThat(permissions(folder)).isEqualTo("rwx------");
    assertThat(NativeFolder.choose(of, temporary)).isPresent().get().isNotEqualTo(folder);
  }

  private static String permissions(Path folder) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder));
  }
}
