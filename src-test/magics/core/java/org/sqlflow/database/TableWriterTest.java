package org.sqlflow.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sqlflow.database.session.Databases;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class TableWriterTest {
  @Test
  void aTableIsReadAsItWasWritten() {
    try (Database database =
        Databases.connect(DataSource.parse("duckdb://:memory:", Path.of("")))) {
      String query =
          "SELECT * FROM (VALUES (1, 2::BIGINT, 1.5::FLOAT, 2.5::DOUBLE, true, '', DATE"
              + " '2020-01-02', TIMESTAMP '2020-01-02 03:04:05', TIME '01:02:03', TIMESTAMPTZ"
              + " '2020-01-02 03:04:05+00'), (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,"
              + " NULL)) t";
      QueryTable first = ((Answer.Rows) database.execute(query)).result();

      database.write(List.of("copy"), first.table(), first.present());
      QueryTable second = ((Answer.Rows) database.execute("SELECT * FROM copy")).result();

      assertThat(second.table().types()).isEqualTo(first.table().types());
      assertThat(second.table().print()).isEqualTo(first.table().print());
      assertThat(second.present()).isEqualTo(first.present());
    }
  }

  @Test
  void namesMayContainAnything() {
    try (Database database =
        Databases.connect(DataSource.parse("duckdb://:memory:", Path.of("")))) {
      Table table = Table.create(StringColumn.create("a \" b", "'; DROP TABLE x; --"));

      database.write(List.of("main", "t \" u"), table, Map.of());

      assertThat(database.rows("SELECT * FROM main.\"t \"\" u\"", List.of()))
          .containsExactly(List.of("'; DROP TABLE x; --"));
    }
  }
}
