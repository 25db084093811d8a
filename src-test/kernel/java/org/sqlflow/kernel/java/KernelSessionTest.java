package org.sqlflow.kernel.java;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sqlflow.kernel.display.Displays;
import org.sqlflow.kernel.error.CellException;
import org.sqlflow.magic.Result;
import org.sqlflow.magic.SqlflowMagic;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/** How long results are kept. */
class KernelSessionTest {
  private final SqlflowMagic magic = new SqlflowMagic(Map.of(), Path.of(""));
  private final KernelSession session = new KernelSession(magic, new Displays(new Renderer()));

  @AfterEach
  void close() {
    magic.close();
  }

  private static Result of(int values) {
    return new Result(List.of(Table.create("t", IntColumn.create("n", new int[values]))));
  }

  @Test
  void ofManyLargeResultsTheEarliestAreLetGo() {
    for (int cell = 1; cell <= 10; cell++) {
      session.keep(cell, of(500_000));
    }
    assertThat(session.result(7).size()).isOne();
    assertThat(session.result(10).size()).isOne();
    assertThatThrownBy(() -> session.result(6))
        .isInstanceOf(CellException.class)
        .hasMessage("the result of cell [6] was dropped to save memory; run the cell again");
  }

  @Test
  void theLastResultIsKeptHoweverLarge() {
    session.keep(1, of(10));
    session.keep(2, of(3_000_000));
    assertThat(session.result(2).size()).isOne();
    session.keep(3, of(1_999_999));
    session.keep(4, of(1));
    assertThat(session.result(3).size()).isOne();
  }

  @Test
  void aCellThatRanAgainCountsOnce() {
    session.keep(1, of(10));
    for (int times = 0; times < 5; times++) {
      session.keep(2, of(1_500_000));
    }
    assertThat(session.result(1).size()).isOne();
  }
}
