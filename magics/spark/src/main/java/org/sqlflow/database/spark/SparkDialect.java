package org.sqlflow.database.spark;

import java.util.Optional;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.database.generic.GenericDialect;
import org.sqlflow.database.generic.GenericText;
import org.sqlflow.database.spi.Catalogue;
import org.sqlflow.database.spi.Publishing;

/** Spark SQL. */
final class SparkDialect extends GenericDialect {
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

  /** A sample is drawn in the cluster: the kernel never holds the table. */
  @Override
  public boolean samplesRows() {
    return true;
  }

  /** The same seed draws the same rows from the same files. */
  @Override
  public Optional<String> draw(double share, long seed) {
    return Optional.of("rand(" + seed + "L) < " + share + "D");
  }

  /** Each is a table or a directory of another user's as much as of ours. */
  @Override
  public boolean storesModels() {
    return false;
  }

  /** How Spark writes SQL. */
  private static final class SparkText extends GenericText {
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

    /** Spark reads {@code SELECT * FROM parquet.`a.parquet`}, on the cluster's own disks. */
    @Override
    public boolean readsFiles() {
      return false;
    }
  }
}
