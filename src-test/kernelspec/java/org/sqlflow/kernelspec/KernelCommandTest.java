package org.sqlflow.kernelspec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelCommandTest {
  @TempDir private Path folder;

  private KernelCommand filled(int java) throws IOException {
    String template = Files.readString(Path.of("src/main/kernel/kernel.json"));
    String json = new KernelJson(Path.of("/java"), java, Path.of("/k"), false).fill(template);
    return KernelCommand.of(Files.writeString(folder.resolve(KernelJson.FILE), json))
        .running("Warmup");
  }

  @Test
  void anArchiveIsMadeOfTheClassesThatTheSameCommandHasListed() throws IOException {
    KernelCommand kernel = filled(17);
    assertThat(kernel.hasArchive()).isTrue();
    assertThat(kernel.listing(Path.of("/k/list")).argv())
        .contains("-XX:DumpLoadedClassList=/k/list", "-Xshare:auto", "Warmup")
        .doesNotContain("-XX:SharedArchiveFile=/k/sqlflow.jsa")
        .hasSameSizeAs(kernel.argv());
    List<String> archiving = kernel.archiving(Path.of("/k/list"), Path.of("/k/new.jsa")).argv();
    assertThat(archiving)
        .containsSubsequence("-XX:SharedClassListFile=/k/list", "-Xshare:dump", "Warmup")
        .contains("-XX:SharedArchiveFile=/k/new.jsa", "-XX:+UseSerialGC")
        .doesNotContain("-Xshare:auto", "-XX:SharedArchiveFile=/k/sqlflow.jsa")
        .hasSize(kernel.argv().size() + 1);
  }

  @Test
  void aCacheIsWrittenByTheWarmUpItself() throws IOException {
    KernelCommand kernel = filled(25);
    assertThat(kernel.hasArchive()).isFalse();
    assertThat(kernel.caching(Path.of("/k/new.jsa")).argv())
        .contains("-XX:AOTCacheOutput=/k/new.jsa")
        .doesNotContain("-XX:AOTCache=/k/sqlflow.jsa")
        .hasSameSizeAs(kernel.argv());
  }
}
