package org.sqlflow.database.spark;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The rows of a large query, in pieces. The Connect server holds a whole result until it is sent,
 * and Spark ends queries whose results exceed {@code spark.driver.maxResultSize}. So the executors
 * keep the rows with their numbers, on disk where memory is full, and the server passes on some at
 * a time. The rows keep the order of the query. Not thread-safe.
 */
final class SparkPieces implements SparkRows {
  /** Statements whose rows can be kept; other ones, such as SHOW TABLES, have few. */
  private static final Pattern QUERY =
      Pattern.compile(
          "(?is)(?:\\s|--[^\\n"
              + "]*(?:\\n"
              + "|$)|/\\*.*?\\*/|\\()*+(?:SELECT|WITH|FROM|TABLE|VALUES)\\b.*");

  private static final Pattern SIZE =
      Pattern.compile("(?s)== Optimized Logical Plan ==.*?sizeInBytes=([0-9.E+]+) ([KMGTPE]?)i?B");

  private static final String UNITS = "KMGTPE";

  /** Types of a fixed size have at most so many bytes in a result. */
  private static final int WIDEST = 16;

  /** Columns of files take up to so many times less than in a result, by their encodings. */
  private static final int ENCODED = 8;

  /** Spark numbers the rows of a partition from its own number times this. */
  private static final int PARTITION_BITS = 33;

  private static final String NUMBER = "sqlflow_number";
  private static final String NOT_OFFERED = "(?i).*(?:UNSUPPORTED|NOT_SUPPORTED|not supported).*";

  private final SparkClient client;
  private final Tagged tagged;
  private final String view;
  private final List<String> columns;
  private final Iterator<Piece> pieces;
  private Optional<SparkRows> current = Optional.empty();
  private boolean closed;

  /** Does work that an interrupt stops. */
  @FunctionalInterface
  interface Tagged {
    SparkRows done(SparkClient.Work<SparkRows> work) throws SQLException;
  }

  /** Rows from a number up to another, which is not included. */
  private record Piece(long from, long to) {}

  /** The rows of a partition, and how many bytes they take in a result. */
  private record Partition(long first, long rows, double bytes) {}

  private SparkPieces(
      SparkClient client, Tagged tagged, String view, List<SparkDataset.Field> fields)
      throws SQLException {
    this.client = client;
    this.tagged = tagged;
    this.view = view;
    this.columns = IntStream.range(0, fields.size()).mapToObj(i -> "c" + i).toList();
    this.pieces = pieces(partitions(fields), client.pieceBytes()).iterator();
  }

  /**
   * The rows of a query if its result may be large for the server; empty to ask for all at once.
   *
   * @param dataset the prepared query
   * @param tagged for the work that is done later
   */
  static Optional<SparkRows> of(
      SparkClient client,
      String sql,
      SparkDataset dataset,
      List<SparkDataset.Field> fields,
      Tagged tagged)
      throws SQLException {
    if (!QUERY.matcher(sql).matches() || estimate(client, sql) * ENCODED <= client.pieceBytes()) {
      return Optional.empty();
    }
    String view = "sqlflow_result_" + UUID.randomUUID().toString().substring(0, 8);
    try {
      dataset.numbered(NUMBER).asView(view);
      run(client, "CACHE TABLE " + view);
      return Optional.of(new SparkPieces(client, tagged, view, fields));
    } catch (SQLException error) {
      drop(client, view);
      if (String.valueOf(error.getMessage()).matches(NOT_OFFERED)) {
        return Optional.empty(); // a server without a cache, or a type that it does not keep
      }
      throw error;
    }
  }

  /** How large Spark's planner believes a result to be, in bytes; 0 if it does not say. */
  private static double estimate(SparkClient client, String sql) throws SQLException {
    String head = "EXPLAIN COST ";
    try (SparkRows plan = client.sql(head + sql).run(1)) {
      Matcher size = SIZE.matcher(String.valueOf(plan.next()[0]));
      return size.find()
          ? Double.parseDouble(size.group(1)) * Math.pow(1024, 1 + UNITS.indexOf(unit(size)))
          : 0;
    } catch (SparkErrors.Located error) {
      throw error.after(head);
    }
  }

  private static String unit(Matcher size) {
    return size.group(2).isEmpty() ? "-" : size.group(2);
  }

  private List<Partition> partitions(List<SparkDataset.Field> fields) throws SQLException {
    String bytes =
        IntStream.range(0, fields.size())
            .mapToObj(i -> bytes("c" + i, fields.get(i).type().toUpperCase(Locale.ROOT)))
            .collect(Collectors.joining(" + "));
    List<Partition> partitions = new ArrayList<>();
    try (SparkRows rows =
        client
            .sql(
                "SELECT shiftright("
                    + NUMBER
                    + ", "
                    + PARTITION_BITS
                    + ") AS part, count(*), sum(CAST("
                    + bytes
                    + " AS DOUBLE)) FROM "
                    + view
                    + " GROUP BY part ORDER BY part")
            .run(3)) {
      for (Object[] row = rows.next(); row != null; row = rows.next()) {
        long first = ((Number) row[0]).longValue() << PARTITION_BITS;
        partitions.add(
            new Partition(first, ((Number) row[1]).longValue(), ((Number) row[2]).doubleValue()));
      }
    }
    return partitions;
  }

  /** About how many bytes a value takes in a result. */
  private static String bytes(String column, String type) {
    String more =
        type.matches("(?:STRING|CHAR|VARCHAR|BINARY)\\b.*")
            ? "octet_length(" + column + ")"
            : type.matches("ARRAY<[A-Z]+(?:\\([^)]*\\))?>") && !type.matches(".*<(?:STRING|BIN).*")
                ? WIDEST + " * size(" + column + ")"
                : type.matches("(?:ARRAY|MAP|STRUCT|VARIANT|OBJECT)\\b.*")
                    ? "4 * octet_length(CAST(" + column + " AS STRING))"
                    : "";
    String fixed = String.valueOf(type.matches("DOUBLE|BIGINT|FLOAT|INT|DATE|.*INT") ? 8 : WIDEST);
    return more.isEmpty() ? fixed : "4 + coalesce(" + more + ", 0)";
  }

  /** Small partitions together, and large ones in parts. */
  private static List<Piece> pieces(List<Partition> partitions, double most) {
    List<Piece> pieces = new ArrayList<>();
    double bytes = Double.MAX_VALUE;
    for (Partition partition : partitions) {
      long end = partition.first() + partition.rows();
      if (bytes + partition.bytes() <= most) {
        pieces.set(pieces.size() - 1, new Piece(pieces.get(pieces.size() - 1).from(), end));
        bytes += partition.bytes();
        continue;
      }
      long parts = Math.max(1, (long) Math.ceil(partition.bytes() / most));
      long rows = (partition.rows() + parts - 1) / parts;
      for (long from = partition.first(); from < end; from += rows) {
        pieces.add(new Piece(from, Math.min(end, from + rows)));
      }
      bytes = parts > 1 ? Double.MAX_VALUE : partition.bytes();
    }
    return pieces;
  }

  @Override
  public Object[] next() throws SQLException {
    while (true) {
      if (current.isEmpty()) {
        if (!pieces.hasNext()) {
          return null;
        }
        Piece piece = pieces.next();
        current = Optional.of(tagged.done(() -> rows(piece)));
      }
      Object[] row = current.get().next();
      if (row != null) {
        return row;
      }
      closeCurrent();
    }
  }

  private SparkRows rows(Piece piece) throws SQLException {
    return client
        .sql(
            "SELECT "
                + String.join(", ", columns)
                + " FROM "
                + view
                + " WHERE "
                + NUMBER
                + " >= "
                + piece.from()
                + " AND "
                + NUMBER
                + " < "
                + piece.to())
        .run(columns.size());
  }

  private void closeCurrent() throws SQLException {
    if (current.isPresent()) {
      SparkRows rows = current.get();
      current = Optional.empty();
      rows.close();
    }
  }

  @Override
  public void close() throws SQLException {
    if (!closed) {
      closed = true;
      try {
        closeCurrent();
      } finally {
        drop(client, view);
      }
    }
  }

  private static void run(SparkClient client, String sql) throws SQLException {
    client.sql(sql);
  }

  private static void drop(SparkClient client, String view) {
    try {
      run(client, "UNCACHE TABLE IF EXISTS " + view);
      run(client, "DROP VIEW IF EXISTS " + view);
    } catch (SQLException gone) {
      // The server is lost, and its rows with it; the reading itself says so.
    }
  }
}
