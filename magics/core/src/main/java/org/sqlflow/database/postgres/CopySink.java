package org.sqlflow.database.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.sqlflow.database.generic.RowSink;

/** Writes rows in the text format of COPY. */
final class CopySink implements RowSink {
  private static final int CHARACTERS = 1 << 16;

  private final CopyIn copy;
  private final StringBuilder text = new StringBuilder(CHARACTERS + 1024);

  CopySink(Connection connection, String table) throws SQLException {
    copy =
        connection.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY " + table + " FROM STDIN");
  }

  @Override
  public void row(Object[] values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      if (i > 0) {
        text.append('\t');
      }
      append(values[i]);
    }
    text.append('\n');
    if (text.length() >= CHARACTERS) {
      send();
    }
  }

  private void append(Object value) {
    if (value == null) {
      text.append("\\N");
    } else if (value instanceof Number) {
      text.append(value);
    } else if (value instanceof byte[] bytes) {
      text.append("\\\\x").append(HexFormat.of().formatHex(bytes));
    } else {
      String written = value.toString();
      for (int i = 0; i < written.length(); i++) {
        append(written.charAt(i));
      }
    }
  }

  private void append(char c) {
    switch (c) {
      case '\\' -> text.append("\\\\");
      case '\t' -> text.append("\\t");
      case '\n' -> text.append("\\n");
      case '\r' -> text.append("\\r");
      default -> text.append(c);
    }
  }

  private void send() throws SQLException {
    byte[] bytes = text.toString().getBytes(UTF_8);
    text.setLength(0);
    copy.writeToCopy(bytes, 0, bytes.length);
  }

  @Override
  public void flush() throws SQLException {
    send();
    copy.endCopy();
  }

  @Override
  public void close() throws SQLException {
    if (copy.isActive()) {
      copy.cancelCopy();
    }
  }
}
