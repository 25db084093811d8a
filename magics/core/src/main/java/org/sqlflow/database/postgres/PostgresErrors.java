package org.sqlflow.database.postgres;

import java.sql.SQLException;
import java.util.Optional;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.database.generic.GenericErrors;

/** PostgreSQL's errors, with their places in the SQL. */
final class PostgresErrors extends GenericErrors {
  private static final String DISK_FULL = "53100";
  private static final String LOCK_NOT_AVAILABLE = "55P03";

  @Override
  public DatabaseException refused(SQLException error, String sql) {
    if (isConflict(error)) {
      return DatabaseException.conflict(message(error), error);
    }
    int characters = server(error).map(ServerErrorMessage::getPosition).orElse(0) - 1;
    int length = sql.codePointCount(0, sql.length());
    int offset = characters < 0 ? -1 : sql.offsetByCodePoints(0, Math.min(characters, length));
    return new DatabaseException(message(error), offset, error);
  }

  @Override
  protected boolean isConflict(SQLException error) {
    // Sessions that create a table of the same name at once collide in the catalog's own indexes.
    return super.isConflict(error)
        || state(error).equals(LOCK_NOT_AVAILABLE)
        || server(error).filter(PostgresErrors::isInCatalog).isPresent();
  }

  private static boolean isInCatalog(ServerErrorMessage message) {
    return "pg_catalog".equals(message.getSchema())
        || String.valueOf(message.getMessage()).startsWith("tuple concurrently ");
  }

  private static Optional<ServerErrorMessage> server(SQLException error) {
    return error instanceof PSQLException postgres
        ? Optional.ofNullable(postgres.getServerErrorMessage())
        : Optional.empty();
  }

  @Override
  public boolean isFull(SQLException error) {
    return state(error).equals(DISK_FULL);
  }

  @Override
  public boolean hidesPasswords() {
    return true;
  }

  @Override
  protected String message(SQLException error) {
    return server(error)
        .map(
            message ->
                message.getMessage()
                    + Optional.ofNullable(message.getDetail()).map(d -> ": " + d).orElse("")
                    + Optional.ofNullable(message.getHint()).map(h -> ". " + h).orElse(""))
        .orElseGet(() -> super.message(error));
  }
}
