package org.sqlflow.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of exports. */
class ExportFileTest {
  private static final String MARK = "made by a test";

  @TempDir private Path folder;

  @Test
  void aFolderIsRefusedEvenTheRootWhichHasNoParent() {
    Path root = folder.getRoot();
    assertThatThrownBy(() -> ExportFile.check(root, MARK))
        .isInstanceOf(ExportException.class)
        .hasMessage(root + " is a folder: name a file");
    assertThatThrownBy(() -> ExportFile.check(folder, MARK))
        .hasMessage(folder + " is a folder: name a file");
    assertThatThrownBy(() -> ExportFile.check(folder.resolve("none").resolve("a.sql"), MARK))
        .hasMessage("there is no folder " + folder.resolve("none") + ": create it first");
  }

  @Test
  void onlyExportsAreReplaced() throws IOException {
    Path file = folder.resolve("a.sql");
    ExportFile.write(file, (MARK + " 1").getBytes(), MARK);
    ExportFile.write(file, (MARK + " 2").getBytes(), MARK);
    assertThat(file).hasContent(MARK + " 2");

    Files.writeString(file, "somebody's own");
    assertThatThrownBy(() -> ExportFile.write(file, MARK.getBytes(), MARK))
        .hasMessage(
            file
                + " exists and is no export of SQLFlow: name another file, or delete that one"
                + " first");
    assertThat(file).hasContent("somebody's own");
  }
}
