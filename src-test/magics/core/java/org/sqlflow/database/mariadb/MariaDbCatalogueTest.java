package org.sqlflow.database.mariadb;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sqlflow.database.StoredTable;

class MariaDbCatalogueTest {
  @ParameterizedTest
  @CsvSource({
    "BASE TABLE, TABLE",
    "SYSTEM VERSIONED, TABLE",
    "TEMPORARY, TEMPORARY",
    "VIEW, VIEW",
    "SYSTEM VIEW, VIEW",
    "SEQUENCE, VIEW",
  })
  void aTableOfEachTypeIsRecognized(String type, StoredTable.Kind kind) {
    assertThat(MariaDbCatalogue.kind(type)).isEqualTo(kind);
  }
}
