package org.sqlflow.database.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sqlflow.database.DataSource;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.database.generic.GenericDialect;
import org.sqlflow.database.spi.Dialect;
import org.sqlflow.database.spi.DialectProvider;

class JdbcSessionTest {
  private static final String URL = "jdbc:h2:mem:settings_that_fail";

  /** A database in memory of H2 exists as long as a connection to it. */
  @Test
  void aSessionWhoseSettingsFailLeavesNoConnection() throws Exception {
    DataSource source = DataSource.parse(URL, Path.of(""));
    assertThatThrownBy(() -> JdbcSession.open(source, Drivers.SHIPPED, new Provider()))
        .isInstanceOf(DatabaseException.class);
    try (Connection other = DriverManager.getConnection(URL);
        ResultSet tables = other.getMetaData().getTables(null, null, "MADE_FIRST", null)) {
      assertThat(tables.next()).isFalse();
    }
  }

  private static final class Provider implements DialectProvider {
    @Override
    public boolean accepts(String jdbcUrl) {
      return jdbcUrl.equals(URL);
    }

    @Override
    public Dialect create() {
      return new GenericDialect() {
        @Override
        public List<String> settings() {
          return List.of("CREATE TABLE MADE_FIRST (a INT)", "SET no_such_setting");
        }
      };
    }

    @Override
    public Optional<Driver> driver() {
      return Optional.of(new org.h2.Driver());
    }
  }
}
