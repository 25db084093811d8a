package org.sqlflow.magic;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.sqlflow.data.SqlType;
import org.sqlflow.database.Answer;
import org.sqlflow.database.DataSource;
import org.sqlflow.database.Database;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.database.QueryTable;
import org.sqlflow.database.session.Databases;
import org.sqlflow.database.session.DeclaredTypes;
import org.sqlflow.text.Text;

/** A file that {@code --save} writes, whatever the connected database is: most by DuckDB's COPY. */
record ResultFile(Path path, Format format) {
  /** The error for a file of another format. */
  static final String WRONG_ENDING = "--save writes files that end in " + Format.endings();

  private static final String TABLE = "saved";

  /** The formats, by the extensions of files. */
  enum Format {
    PARQUET(".parquet", "FORMAT parquet"),
    CSV(".csv", "FORMAT csv, HEADER"),
    TSV(".tsv", "FORMAT csv, HEADER, DELIMITER '\t'"),
    JSON(".json", "FORMAT json"),
    /** Written by {@link ExcelFile}, since DuckDB would download an extension. */
    XLSX(".xlsx", "");

    private final String ending;
    private final String options;

    Format(String ending, String options) {
      this.ending = ending;
      this.options = options;
    }

    static Optional<Format> of(String file) {
      String lower = file.toLowerCase(Locale.ROOT);
      return Arrays.stream(values()).filter(format -> lower.endsWith(format.ending)).findFirst();
    }

    static String endings() {
      return Arrays.stream(values()).map(f -> f.ending).collect(Collectors.joining(", "));
    }
  }

  /**
   * A file whose path is relative to the notebook's folder.
   *
   * @throws MagicException if its extension says no format
   */
  static ResultFile of(String written, Path folder) {
    return new ResultFile(
        folder.resolve(written).toAbsolutePath().normalize(),
        Format.of(written).orElseThrow(() -> new MagicException(WRONG_ENDING)));
  }

  /** Whether DuckDB writes it. */
  boolean isOfDuckDb() {
    return format != Format.XLSX;
  }

  /**
   * Writes the rows of a query of a connected DuckDB, which runs again.
   *
   * @return what was done, in a sentence
   * @throws DatabaseException if the file cannot be written
   */
  String writeQuery(Database database, String query) {
    return write(database, "(" + query + "\n)");
  }

  /** The same for rows that were read. */
  String writeRows(QueryTable rows) {
    if (!isOfDuckDb()) {
      ExcelFile.write(rows, path);
      return saved(rows.table().rowCount());
    }
    try (Database memory = Databases.connect(DataSource.parse("duckdb://:memory:", Path.of("")))) {
      List<SqlType> types = rows.types().stream().map(ResultFile::inDuckDb).toList();
      memory.writeTemporary(TABLE, new QueryTable(rows.table(), rows.present(), types));
      return write(memory, TABLE);
    }
  }

  /** The types of other databases that DuckDB has by the same names. */
  private static SqlType inDuckDb(SqlType type) {
    boolean known = type.name().matches("(?:decimal|numeric|date|time|timestamp|uuid).*");
    String name = known ? type.name() : DeclaredTypes.isBytes(type.name()) ? "blob" : "";
    return new SqlType(name, type.isNumber(), known ? type.scale() : OptionalInt.empty());
  }

  private String write(Database database, String source) {
    String file = path.toString().replace("'", "''");
    Answer answer =
        database.execute("COPY " + source + " TO '" + file + "' (" + format.options + ")");
    long rows = answer instanceof Answer.Changed changed ? changed.rows() : 0;
    return saved(rows);
  }

  /**
   * Says so if the file has no folder.
   *
   * @throws DatabaseException if there is none
   */
  void checkFolder() {
    if (!Files.isDirectory(path.getParent())) {
      throw new DatabaseException(
          "cannot write " + path + ": there is no folder " + path.getParent(), null);
    }
  }

  private String saved(long rows) {
    return "Saved " + Text.counted(rows, "row") + " to " + path;
  }
}
