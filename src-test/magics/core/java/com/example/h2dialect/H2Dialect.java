package com.example.h2dialect;

import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sqlflow.data.OutputColumn;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.database.StoredTypes;
import org.sqlflow.database.generic.GenericDialect;
import org.sqlflow.database.generic.GenericErrors;
import org.sqlflow.database.generic.GenericText;
import org.sqlflow.database.generic.GenericTypes;
import org.sqlflow.database.spi.SqlText;

/** What H2 has in addition to standard SQL. */
final class H2Dialect extends GenericDialect {
  H2Dialect() {
    super(new Text(), new Types(), new Errors());
  }

  private static final class Text extends GenericText {
    Text() {
      super("\"", name -> name.toUpperCase(Locale.ROOT));
    }

    @Override
    public boolean nestsComments() {
      return true;
    }

    /** MERGE replaces the row with the same primary key. */
    @Override
    public Optional<String> replacement(String table, List<String> columns) {
      return Optional.of(SqlText.insertion("MERGE INTO", table, columns));
    }
  }

  private static final class Types extends GenericTypes {
    @Override
    protected String sqlType(OutputColumn.Type type) {
      return type == OutputColumn.Type.TEXT ? "VARCHAR" : super.sqlType(type);
    }

    @Override
    public StoredTypes stored() {
      return new StoredTypes("VARCHAR(255)", "CLOB", "BLOB");
    }
  }

  private static final class Errors extends GenericErrors {
    /** H2 repeats the whole statement after its message. */
    @Override
    public DatabaseException refused(SQLException error, String sql) {
      return new DatabaseException(
          message(error).replaceFirst("(?s); SQL statement:.*", ""), error);
    }
  }
}
