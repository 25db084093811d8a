package org.sqlflow.database.spark;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.database.generic.Cleanup;
import org.sqlflow.database.generic.GenericDialect;
import org.sqlflow.database.generic.GenericText;
import org.sqlflow.database.spi.Catalogue;
import org.sqlflow.database.spi.Publishing;
import org.sqlflow.database.spi.Session;
import org.sqlflow.executor.NetworkShape;
import org.sqlflow.executor.SoftSums;

/** Spark SQL. */
final class SparkDialect extends GenericDialect {
  /** Spark does not compile queries of more columns, which makes sums three times as slow. */
  private static final String WIDEST = "spark.sql.codegen.maxFields";

  /** Models of at most so many numbers are planned in tenths of a second. */
  private static final long SHORT = 500;

  /**
   * So many rows for each number of the model make up for planning and compiling its SQL, which
   * takes 2 to 5 ms of CPU for each number. Measured with ten columns on two executors, CPU seconds
   * in SQL and in the kernel, of a first prediction of 20,000 rows and of later ones:
   *
   * <pre>
   * numbers       20,000 first  20,000     200,000    1,000,000
   * 227 (16)           2.1 3.3  2.2 2.3    4.4 5.1
   * 1,842 (100-7)      7.6 2.6  5.3 3.1    4.7 5.8     7.3 13.3
   * 2,886 (64-32)     15.6 5.0 15.4 3.4   11.4 6.1    13.2 14.7
   * </pre>
   */
  private static final long ROWS_PER_TERM = 300;

  SparkDialect() {
    super(new SparkText(), new SparkTypes(), new SparkErrors());
  }

  @Override
  public Catalogue catalogue() {
    return new SparkCatalogue();
  }

  @Override
  public Publishing publishing() {
    return new SparkPublishing(new SparkTypes());
  }

  /** The cluster draws samples: the kernel never holds the table. */
  @Override
  public boolean samplesRows() {
    return true;
  }

  /** The same seed draws the same rows from the same files, if they are read in the same parts. */
  @Override
  public Optional<String> draw(double share, long seed) {
    return Optional.of("rand(" + seed + "L) < " + share + "D");
  }

  /** Executors compute predictions as SQL, so that no row comes to the kernel, where that pays. */
  @Override
  public OptionalLong fewestRowsToScore(long terms) {
    return OptionalLong.of(terms <= SHORT ? 0 : ROWS_PER_TERM * terms);
  }

  /** Models of more rows than fit into memory learn from aggregates. */
  @Override
  public boolean trainsRows() {
    return true;
  }

  /**
   * Keeps the rows in the memory of the executors, and on their disks if it is full. Rows of an
   * executor that dies are computed again.
   */
  @Override
  public void keep(Session session, String name, String query) {
    String head = "CACHE TABLE " + session.quote(name) + " AS ";
    session.run("SET " + WIDEST + " = 2000");
    try {
      session.run(head + query);
    } catch (DatabaseException error) {
      // The view exists even if its rows could not be kept.
      Cleanup.despite(error, () -> drop(session, name));
      throw error.within(head.length(), query.length());
    }
  }

  @Override
  public void keepShuffled(
      Session session, String name, String query, int mostPartitions, long seed) {
    keep(
        session,
        name,
        "SELECT * FROM (SELECT /*+ COALESCE("
            + mostPartitions
            + ") */ * FROM (\n"
            + query
            + "\n)) SORT BY rand("
            + seed
            + "L)");
  }

  @Override
  public List<byte[]> onPartitions(
      Session session, String select, Function<Iterator<float[]>, byte[]> work) {
    List<byte[]> results = new ArrayList<>();
    SparkSink.call(
        session,
        client -> {
          client.sendExecutor();
          results.addAll(
              client.sql("SELECT array(*) AS numbers FROM (\n" + select + "\n)").each(work));
        });
    return results;
  }

  /** Servers can forbid code of their clients, and another version of Spark can misread it. */
  @Override
  public Optional<String> obstacleToWork(Session session) {
    try {
      onPartitions(
          session,
          "SELECT CAST(0 AS FLOAT) AS part, CAST(1 AS FLOAT) AS one",
          SoftSums.pass(NetworkShape.none(1), new float[1], 1));
      return Optional.empty();
    } catch (DatabaseException refused) {
      if (session.isLost()) {
        throw refused;
      }
      return Optional.of(refused.getMessage());
    }
  }

  @Override
  public void drop(Session session, String name) {
    if (!session.isLost()) {
      session.run("RESET " + WIDEST);
      session.run("UNCACHE TABLE IF EXISTS " + session.quote(name));
      session.run("DROP VIEW IF EXISTS " + session.quote(name));
    }
  }

  /** Tables and directories of a cluster belong to other users too. */
  @Override
  public boolean storesModels() {
    return false;
  }

  /** Spark's SQL syntax. */
  private static final class SparkText extends GenericText {
    private static final int ACCURACY = 10_000;

    SparkText() {
      super("`", name -> name);
    }

    @Override
    public String cast(String expression, ColumnRead.Form form) {
      String type =
          switch (form) {
            case NUMBERS -> "DOUBLE";
            case TEXTS -> "STRING";
            case LISTS -> "ARRAY<DOUBLE>";
          };
      return "CAST(" + expression + " AS " + type + ")";
    }

    @Override
    public String number(String text) {
      return "TRY_CAST(" + text + " AS DOUBLE)";
    }

    @Override
    public String doubleType() {
      return "DOUBLE";
    }

    @Override
    public String singleType() {
      return "FLOAT";
    }

    @Override
    public Optional<String> partition() {
      return Optional.of("spark_partition_id()");
    }

    /** By the sketch of Greenwald and Khanna: ranks are off by at most 1/{@value #ACCURACY}. */
    @Override
    public String quantiles(String number, List<Double> shares) {
      return "CAST(percentile_approx("
          + number
          + ", array("
          + shares.stream().map(share -> share + "D").collect(Collectors.joining(", "))
          + "), "
          + ACCURACY
          + ") AS STRING)";
    }

    @Override
    public String element(String list, int index) {
      return "try_element_at(" + list + ", " + index + ")";
    }

    /** By a Java pattern, whose backslash is escaped in the literal. */
    @Override
    public String matches(String text, String pattern) {
      return "(" + text + " RLIKE " + javaPattern(pattern) + ")";
    }

    @Override
    public String without(String text, String pattern) {
      return "regexp_replace(" + text + ", " + javaPattern(pattern) + ", '')";
    }

    private static String javaPattern(String pattern) {
      return pattern.replace("[:space:]", "\\\\s");
    }

    @Override
    public String singleBlanks(String text) {
      return "regexp_replace(" + text + ", '\\\\s+', ' ')";
    }

    @Override
    public Optional<String> literal(Object value) {
      return value instanceof Double
          ? Optional.of("CAST('" + value + "' AS DOUBLE)")
          : super.literal(value)
              .map(text -> text.replaceFirst("^TIMESTAMP '", "TIMESTAMP_NTZ '"))
              .map(text -> text.replaceFirst("^TIMESTAMP WITH TIME ZONE '", "TIMESTAMP '"));
    }

    @Override
    public boolean keepsOrderOfSubqueries() {
      return true;
    }

    @Override
    public boolean backslashEscapes() {
      return true;
    }

    @Override
    public boolean nestsComments() {
      return true;
    }

    /** Spark does read {@code SELECT * FROM parquet.`a.parquet`}, but from the cluster's disks. */
    @Override
    public boolean readsFiles() {
      return false;
    }
  }
}
