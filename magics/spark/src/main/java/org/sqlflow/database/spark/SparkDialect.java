package org.sqlflow.database.spark;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.database.generic.Cleanup;
import org.sqlflow.database.generic.GenericDialect;
import org.sqlflow.database.generic.GenericText;
import org.sqlflow.database.spi.Catalogue;
import org.sqlflow.database.spi.Publishing;
import org.sqlflow.database.spi.Session;

/** Spark SQL. */
final class SparkDialect extends GenericDialect {
  /** Spark does not compile queries of more columns, which makes sums three times as slow. */
  private static final String WIDEST = "spark.sql.codegen.maxFields";

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

  /** The same seed draws the same rows from the same files. */
  @Override
  public Optional<String> draw(double share, long seed) {
    return Optional.of("rand(" + seed + "L) < " + share + "D");
  }

  /** Executors compute predictions as SQL: no row comes to the kernel. */
  @Override
  public boolean scoresRows() {
    return true;
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
