package org.sqlflow.statements.train;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.sqlflow.database.Database;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.export.ExportException;
import org.sqlflow.export.PassSql;
import org.sqlflow.export.SqlSelect;
import org.sqlflow.models.CancellationCheck;
import org.sqlflow.models.ModelException;
import org.sqlflow.models.RowSums;
import org.sqlflow.models.formula.Formula;

/**
 * Sums over the rows of a training that stay in a cluster. Its first pass keeps the encoded rows in
 * the cluster, and each pass is a SELECT. Closing it drops them.
 */
final class ClusterSums implements RowSums, AutoCloseable {
  private final Database database;
  private final PassSql sql;
  private final long rows;
  private final CancellationCheck cancellation;
  private final String name = "sqlflow_rows_" + UUID.randomUUID().toString().substring(0, 8);
  private boolean isKept;
  private int passes;
  private int partitions;

  /**
   * Sums of a training.
   *
   * @param rows how many rows are left after encoding
   */
  ClusterSums(Database database, PassSql sql, long rows, CancellationCheck cancellation) {
    this.database = database;
    this.sql = sql;
    this.rows = rows;
    this.cancellation = cancellation;
  }

  @Override
  public long rows() {
    return rows;
  }

  @Override
  public int passes() {
    return passes;
  }

  /** The number of partitions over which the rows were summed; 0 before the first pass. */
  int partitions() {
    return partitions;
  }

  /**
   * The result of a pass, in the order of the partitions, so that the sums are the same each time.
   */
  private List<double[]> pass(String select) {
    cancellation.checkCancelled();
    try {
      List<double[]> parts =
          database.rows(select, List.of()).stream()
              .map(row -> row.stream().mapToDouble(ClusterSums::number).toArray())
              .sorted(
                  Comparator.comparingDouble((double[] part) -> part[0])
                      .thenComparingDouble(part -> part[1]))
              .toList();
      passes++;
      partitions = (int) parts.stream().mapToDouble(part -> part[0]).distinct().count();
      return parts;
    } catch (DatabaseException error) {
      cancellation.checkCancelled();
      throw error;
    }
  }

  private static String select(Supplier<String> written, long terms) {
    if (terms > SqlSelect.MOST_TERMS) {
      throw tooLarge("");
    }
    try {
      return written.get();
    } catch (ExportException tooWide) {
      throw tooLarge("");
    }
  }

  private static ModelException tooLarge(String first) {
    return new ModelException(
        "the model has too many groups and features for passes in the cluster: use "
            + first
            + "fewer groups or columns, or train on a sample (train.sample = 1000000)");
  }

  private static double number(Object value) {
    return value == null ? 0 : ((Number) value).doubleValue();
  }

  private String table() {
    if (!isKept) {
      isKept = true;
      try {
        database.keep(name, sql.rows());
      } catch (DatabaseException error) {
        cancellation.checkCancelled();
        throw error;
      }
    }
    return database.quote(name);
  }

  @Override
  public GroupSums byNearest(float[] centres) {
    int width = sql.width();
    Formula.NearestCentre formula =
        new Formula.NearestCentre(List.of(), width, Formula.Metric.EUCLIDEAN, centres);
    double[] points = new double[centres.length];
    Arrays.setAll(points, at -> centres[at]);
    double[] origin = sql.origin(points);
    long[] counts = new long[formula.clusters()];
    double[] sums = new double[centres.length];
    double squares = 0;
    String select = select(() -> sql.byNearest(formula, table(), origin), formula.terms());
    for (double[] part : pass(select)) {
      int group = (int) part[1];
      counts[group] += (long) part[2];
      squares += part[3];
      for (int c = 0; c < width; c++) {
        sums[group * width + c] += part[4 + c];
      }
    }
    checkRows(Arrays.stream(counts).sum());
    return new GroupSums(origin, counts, sums, squares);
  }

  @Override
  public ShareSums byLikelihood(Normals normals) {
    int width = sql.width();
    int groups = normals.peaks().length;
    Formula.LargestNormal formula =
        new Formula.LargestNormal(
            width, normals.peaks(), normals.means(), normals.isDiagonal(), factors(normals));
    double[] origin = sql.origin(normals.means());
    int size = formula.size();
    long[] likeliest = new long[groups];
    double[] weights = new double[groups];
    double[] sums = new double[groups * width];
    double[] products = new double[groups * size];
    double logLikelihood = 0;
    if (sql.sums(formula) > PassSql.MOST_SUMS) {
      throw tooLarge("model.covariance = diagonal, ");
    }
    String select = select(() -> sql.byLikelihood(formula, table(), origin), formula.terms());
    for (double[] part : pass(select)) {
      int group = (int) part[1];
      logLikelihood += part[2];
      likeliest[group] += (long) part[3];
      weights[group] += part[4];
      for (int c = 0; c < width; c++) {
        sums[group * width + c] += part[5 + c];
      }
      for (int i = 0; i < size; i++) {
        products[group * size + i] += part[5 + width + i];
      }
    }
    checkRows(Arrays.stream(likeliest).sum());
    return new ShareSums(origin, weights, likeliest, sums, products, logLikelihood);
  }

  /** The factors of each group; those that all groups share are repeated. */
  private double[] factors(Normals normals) {
    int width = sql.width();
    int size = normals.isDiagonal() ? width : width * (width + 1) / 2;
    double[] factors = new double[normals.peaks().length * size];
    Arrays.setAll(factors, at -> normals.factors()[at % normals.factors().length]);
    return factors;
  }

  /** Refuses a pass over other rows than were counted, whose sums would be meaningless. */
  private void checkRows(long count) {
    if (count != rows) {
      throw new ClusterRowsException(rows, count);
    }
  }

  @Override
  public void close() {
    if (!isKept || database.isLost()) {
      return;
    }
    try {
      database.drop(name);
    } catch (DatabaseException interrupted) {
      // A second interrupt may stop the cleanup after the first.
      database.drop(name);
    }
  }

  /** The query gave other rows to a pass than it had counted. */
  static final class ClusterRowsException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final long counted;
    private final long found;

    ClusterRowsException(long counted, long found) {
      super(counted + " rows were counted, and " + found + " encoded");
      this.counted = counted;
      this.found = found;
    }

    long counted() {
      return counted;
    }

    long found() {
      return found;
    }
  }
}
