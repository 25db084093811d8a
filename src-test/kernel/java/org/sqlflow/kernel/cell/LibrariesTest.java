package org.sqlflow.kernel.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlflow.kernel.error.CellException;

class LibrariesTest {
  @TempDir private Path folder;
  private Libraries libraries;

  @BeforeEach
  void makeJars() throws IOException {
    Files.createDirectory(folder.resolve("lib"));
    for (String name : new String[] {"lib/b.jar", "lib/a.jar", "lib/notes.txt", "c.jar"}) {
      Files.createFile(folder.resolve(name));
    }
    libraries = new Libraries(folder, () -> false);
  }

  @Test
  void jarsFoldersAndPatternsNameJars() {
    Path a = folder.resolve("lib/a.jar");
    Path b = folder.resolve("lib/b.jar");

    assertThat(libraries.of("jars c.jar lib")).containsExactly(folder.resolve("c.jar"), a, b);
    assertThat(libraries.of("jars lib/a*.jar")).containsExactly(a);
    assertThat(libraries.of("classpath " + b)).containsExactly(b);
  }

  @Test
  void whatIsNotThereIsSaid() {
    assertThatThrownBy(() -> libraries.of("jars nosuch.jar"))
        .isInstanceOf(CellException.class)
        .hasMessageContaining("nosuch.jar does not exist")
        .hasMessageContaining("SQLFLOW_CLASSPATH");
    assertThatThrownBy(() -> libraries.of("jars")).hasMessageContaining("%jars lib/driver.jar");
    assertThatThrownBy(() -> libraries.of("jars lib/z*.jar")).hasMessageContaining("no jars in");
    assertThatThrownBy(() -> libraries.of("maven guava"))
        .hasMessageContaining("is not an artifact");
    assertThatThrownBy(() -> libraries.of("maven a:b:<c>"))
        .hasMessageContaining("is not an artifact");
  }

  @Test
  void theLinesOfACellAreReadAndTheRestStaysInItsPlace() {
    Cell cell = CellReader.read("// libraries\n%jars a.jar\n\n%maven g:a:1\nint x = 1;");

    assertThat(cell).isInstanceOf(Cell.ClassPath.class);
    Cell.ClassPath added = (Cell.ClassPath) cell;
    assertThat(added.lines()).containsExactly("jars a.jar", "maven g:a:1");
    assertThat(added.rest())
        .hasSize("// libraries\n%jars a.jar\n\n%maven g:a:1\nint x = 1;".length());
    assertThat(added.rest().replaceAll(" +\n", "\n")).isEqualTo("// libraries\n\n\n\nint x = 1;");
    assertThat(CellReader.isSql("%jars a.jar\nint x = 1;")).isFalse();
  }
}
