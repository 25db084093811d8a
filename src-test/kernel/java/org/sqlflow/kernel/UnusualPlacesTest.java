package org.sqlflow.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kernels that start where something usual is missing, each in a process of its own. */
final class UnusualPlacesTest {
  @TempDir Path folder;

  @Test
  void withoutAHomeLibrariesComeFromANewPrivateFolder() throws Exception {
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    List<String> options = List.of("-Duser.home=?", "-Djava.io.tmpdir=" + temporary);
    try (KernelProcess kernel = KernelProcess.start(folder, options, Map.of())) {
      String cache =
          kernel
              .client()
              .execute("org.bytedeco.javacpp.Loader.getCacheDir().toString()")
              .resultText();

      assertThat(cache).startsWith(temporary.resolve("sqlflow-native-").toString());
      assertThat(folder.resolve("?")).doesNotExist();
      kernel.client().askControl("shutdown_request", Map.of("restart", false));
      kernel.awaitEnd();
    }
    try (Stream<Path> left = Files.list(temporary)) {
      assertThat(left).noneMatch(file -> file.toString().contains("sqlflow-native"));
    }
  }
}
