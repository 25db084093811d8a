package org.sqlflow.kernel.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.junit.jupiter.api.Test;
import org.sqlflow.kernel.display.CellDisplay;
import org.sqlflow.kernel.display.Displays;
import org.sqlflow.kernel.java.KernelSession;
import org.sqlflow.kernel.java.NoJava;
import org.sqlflow.magic.SqlflowMagic;
import tech.tablesaw.api.Table;

class CellsTest {
  @Test
  void itIsQuietOnceACellHasEnded() throws Exception {
    try (SqlflowMagic magic =
        new SqlflowMagic(Map.of("SQLFLOW_DATASOURCE", "duckdb://:memory:"), Path.of(""))) {
      Displays displays = new Displays(new Renderer());
      KernelSession session = new KernelSession(magic, displays);
      Cells cells = new Cells(magic, new NoJava(), displays, session);
      Waiting display = new Waiting(cells);
      cells.run("%%sqlflow\nSELECT 1 AS a;\nSELECT 2 AS b", 1, display);
      assertThat(display.quiet).isNotNull();
      display.quiet.get();
    }
  }

  @Test
  void aNameForNoRowsSaysThatTheCellRan() {
    try (SqlflowMagic magic =
        new SqlflowMagic(Map.of("SQLFLOW_DATASOURCE", "duckdb://:memory:"), Path.of(""))) {
      Displays displays = new Displays(new Renderer());
      KernelSession session = new KernelSession(magic, displays);
      Cells cells = new Cells(magic, new NoJava(), displays, session);
      cells.run("CREATE TABLE t (n INT)", 1, CellDisplay.NOWHERE);

      assertThatThrownBy(() -> cells.run("out << INSERT INTO t VALUES (7)", 2, CellDisplay.NOWHERE))
          .hasMessageContaining(
              "the cell ran, but it returned no rows, so out is not assigned: end the cell with a"
                  + " query, or remove out <<");
      assertThat(cells.variables().value("out")).isEmpty();
      cells.run("out << FROM t", 3, CellDisplay.NOWHERE);
      assertThat(((Table) cells.variables().value("out").orElseThrow()).get(0, 0)).isEqualTo(7);
    }
  }

  /** Looks, while the first result of a cell is shown, whether it is quiet. */
  private static final class Waiting implements CellDisplay {
    private final Cells cells;
    private CompletableFuture<Void> quiet;

    Waiting(Cells cells) {
      this.cells = cells;
    }

    @Override
    public void show(DisplayData data) {
      if (quiet == null) {
        quiet = CompletableFuture.runAsync(this::await);
        assertThatThrownBy(() -> quiet.get(100, TimeUnit.MILLISECONDS))
            .isInstanceOf(TimeoutException.class);
      }
    }

    private void await() {
      try {
        cells.awaitQuiet(1);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void update(DisplayData data) {}
  }
}
