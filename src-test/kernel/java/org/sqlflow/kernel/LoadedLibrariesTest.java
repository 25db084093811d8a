package org.sqlflow.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a kernel's first cells find, in a separate process. */
final class LoadedLibrariesTest {
  @TempDir Path folder;

  @Test
  void tablesawFindsItsReadersAndJavaTheWholeClassPath() throws Exception {
    try (KernelProcess kernel = KernelProcess.start(folder, List.of(), Map.of())) {
      String read =
          kernel
              .client()
              .execute("Table.read().string(\"a,b\\n1,2\", \"csv\").columnNames().toString()")
              .resultText();
      String path =
          kernel.client().execute("System.getProperty(\"java.class.path\").length()").resultText();

      assertThat(read).isEqualTo("[a, b]");
      assertThat(path).isEqualTo(String.valueOf(System.getProperty("java.class.path").length()));
    }
  }
}
