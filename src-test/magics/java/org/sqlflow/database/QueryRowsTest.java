package org.sqlflow.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlflow.database.ReadColumn.Form;

/** Rows of queries that DuckDB keeps until they are read. */
class QueryRowsTest {
  private static final List<ReadColumn> X_AND_R =
      List.of(new ReadColumn("x", Form.NUMBER), new ReadColumn("r", Form.NUMBER));
  private static final String RANDOM = "SELECT x, random() AS r FROM range(150000) t(x)";

  @TempDir private Path folder;
  private Database database;

  @BeforeEach
  void open() {
    database = Database.connect(DataSource.parse("duckdb://" + folder.resolve("a.db"), folder));
  }

  @AfterEach
  void close() {
    database.close();
  }

  private Object value(String sql) {
    return database.rows(sql, List.of()).get(0).get(0);
  }

  @Test
  void rowsOfChanceAreTheSameEachTimeTheyAreRead() {
    try (QueryRows rows = database.query(RANDOM, X_AND_R, RowsWanted.ALL)) {
      KeptRows kept = rows.kept().orElseThrow();
      assertThat(rows.count()).isEqualTo(150_000);
      assertThat(kept.blocks()).isEqualTo(3);
      int[] block = {0};
      rows.read(
          read -> {
            assertThat(kept.rows(block[0])).isEqualTo(read.rows());
            ColumnBlock again = kept.block(block[0]++, List.of(X_AND_R.get(1)));
            assertThat(Arrays.copyOf((double[]) again.columns().get(0), again.rows()))
                .isEqualTo(Arrays.copyOf((double[]) read.columns().get(1), read.rows()));
          });
      assertThat(block[0]).isEqualTo(3);
    }
  }

  @Test
  void moreRowsThanWillBeReadAreCountedOnly() {
    try (QueryRows rows = database.query(RANDOM, X_AND_R, RowsWanted.atMost(1000))) {
      assertThat(rows.count()).isEqualTo(150_000);
      assertThat(value("SELECT count(*) FROM temp.main.sqlflow_read")).isEqualTo(1001L);
    }
  }

  @Test
  void aShareOfTheRowsHoldsAsManyAsAreWantedAndFewMore() {
    for (int seed = 0; seed < 50; seed++) {
      RowsWanted wanted = RowsWanted.about(900, 150_000, seed);
      try (QueryRows rows = database.query(RANDOM, X_AND_R, wanted)) {
        assertThat(rows.count()).isBetween(900L, 1400L);
      }
    }
  }

  @Test
  void nothingIsLeftWhenTheRowsAreClosed() {
    Object limit = value("SELECT current_setting('memory_limit')");
    database.query(RANDOM, X_AND_R, RowsWanted.ALL).close();

    assertThat(value("SELECT current_setting('memory_limit')")).isEqualTo(limit);
    assertThat(value("SELECT count(*) FROM duckdb_tables()")).isEqualTo(0L);
    assertThatThrownBy(() -> database.query("SELECT nosuch", X_AND_R, RowsWanted.ALL))
        .isInstanceOf(DatabaseException.class);
    assertThat(value("SELECT current_setting('memory_limit')")).isEqualTo(limit);
  }

  @Test
  void meanwhileDuckDbTakesLittleMemoryUnlessTheQueryNeedsMore() {
    Object limit = value("SELECT current_setting('memory_limit')");
    database.run("CREATE TABLE t AS SELECT x, random() AS r FROM range(10000000) t(x)");

    try (QueryRows rows = database.query("SELECT * FROM t", X_AND_R, RowsWanted.ALL)) {
      assertThat(rows.count()).isEqualTo(10_000_000);
      assertThat((String) value("SELECT current_setting('memory_limit')")).contains("MiB");
      assertThat((Long) value("SELECT sum(temporary_storage_bytes)::BIGINT FROM duckdb_memory()"))
          .isPositive();
    }
    // One list of 240 MB, which cannot be written out in parts.
    String large = "SELECT len(list(x)) AS x, 1 AS r FROM range(30000000) t(x)";
    try (QueryRows rows = database.query(large, X_AND_R, RowsWanted.ALL)) {
      rows.read(block -> assertThat(((double[]) block.columns().get(0))[0]).isEqualTo(3e7));
      assertThat(value("SELECT current_setting('memory_limit')")).isEqualTo(limit);
    }
  }

  @Test
  void aLimitOfTheUsersOwnIsThereAgainAfterwards() {
    database.run("SET memory_limit = '512MiB'");

    database.query(RANDOM, X_AND_R, RowsWanted.ALL).close();

    assertThat(value("SELECT current_setting('memory_limit')")).isEqualTo("512.0 MiB");
  }
}
