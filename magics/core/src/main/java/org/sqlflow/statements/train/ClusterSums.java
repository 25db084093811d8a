package org.sqlflow.statements.train;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Supplier;
import org.sqlflow.database.Database;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.executor.NearestSums;
import org.sqlflow.executor.PartitionWork;
import org.sqlflow.export.ExportException;
import org.sqlflow.export.PassSql;
import org.sqlflow.export.SqlSelect;
import org.sqlflow.models.CancellationCheck;
import org.sqlflow.models.ModelException;
import org.sqlflow.models.RowSums;
import org.sqlflow.models.formula.Formula;

/**
 * Sums over the rows of a training that stay in a cluster. Its first pass keeps the encoded rows in
 * the cluster, and each pass is a SELECT, or work on its rows where the cluster takes code. Closing
 * it drops them.
 */
final class ClusterSums implements RowSums, AutoCloseable {
  /**
   * A partition has so many rows at least, where passes train copies of a network: 200 batches of
   * 256. Copies of fewer steps learn little between two averages.
   */
  private static final long LEAST_ROWS = 50_000;

  private final Database database;
  private final PassSql sql;
  private final long rows;
  private final CancellationCheck cancellation;
  private final OptionalLong seed;
  private final String name = "sqlflow_rows_" + UUID.randomUUID().toString().substring(0, 8);
  private boolean isKept;

  /** Whether the partitions do work that is sent to them; empty until it is asked. */
  private Optional<Boolean> runsWork = Optional.empty();

  private int passes;
  private int partitions;
  private long rowsOfPartition;

  /**
   * Sums of a training.
   *
   * @param rows how many rows are left after encoding
   * @param seed of the order of the rows, for passes of batches; empty for sums
   */
  ClusterSums(
      Database database,
      PassSql sql,
      long rows,
      OptionalLong seed,
      CancellationCheck cancellation) {
    this.seed = seed;
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
        if (seed.isPresent()) {
          int most = (int) Math.max(1, Math.min(Integer.MAX_VALUE, rows / LEAST_ROWS));
          database.keepShuffled(name, sql.rows(), most, seed.getAsLong());
        } else {
          database.keep(name, sql.rows());
        }
      } catch (DatabaseException error) {
        cancellation.checkCancelled();
        throw error;
      }
    }
    return database.quote(name);
  }

  @Override
  public int rowsOfPartition() {
    if (rowsOfPartition == 0) {
      String select = sql.counts(table());
      List<double[]> parts =
          asked(() -> database.rows(select, List.of())).stream()
              .map(row -> row.stream().mapToDouble(ClusterSums::number).toArray())
              .toList();
      partitions = parts.size();
      long count = (long) parts.stream().mapToDouble(part -> part[1]).sum();
      checkRows(count);
      rowsOfPartition = Math.max(1, (count + partitions - 1) / partitions);
    }
    return (int) Math.min(Integer.MAX_VALUE, rowsOfPartition);
  }

  @Override
  public List<byte[]> each(PartitionWork work) {
    rowsOfPartition();
    return onPartitions(work);
  }

  /** As the rows of a pass, results are ordered by the partition that they begin with. */
  private List<byte[]> onPartitions(PartitionWork work) {
    cancellation.checkCancelled();
    String select = sql.numbers(table());
    List<byte[]> parts =
        asked(() -> database.onPartitions(select, work)).stream()
            .sorted(Comparator.comparingInt(part -> ByteBuffer.wrap(part).getInt()))
            .toList();
    passes++;
    return parts;
  }

  private <T> T asked(Supplier<T> question) {
    try {
      return question.get();
    } catch (DatabaseException error) {
      cancellation.checkCancelled();
      throw error;
    }
  }

  /**
   * SQL has the centres as literals, so that a database which compiles queries does so for each
   * pass, which takes longer than the pass. Work that is sent to the partitions is compiled once.
   */
  @Override
  public GroupSums byNearest(float[] centres) {
    double[] points = new double[centres.length];
    Arrays.setAll(points, at -> centres[at]);
    double[] origin = sql.origin(points);
    Formula.NearestCentre formula =
        new Formula.NearestCentre(List.of(), sql.width(), Formula.Metric.EUCLIDEAN, centres);
    boolean isSmall = formula.terms() <= SqlSelect.MOST_TERMS;
    GroupSums sums = isSmall && runsWork() ? byWork(centres, origin) : bySql(formula, origin);
    checkRows(Arrays.stream(sums.counts()).sum());
    return sums;
  }

  private boolean runsWork() {
    if (runsWork.isEmpty()) {
      Optional<String> refusal = asked(database::obstacleToWork);
      cancellation.checkCancelled(); // an interrupt ends that, too
      runsWork = Optional.of(refusal.isEmpty());
    }
    return runsWork.get();
  }

  private GroupSums byWork(float[] centres, double[] origin) {
    double[] sums = new double[centres.length];
    long[] counts = new long[centres.length / origin.length];
    double squares = 0;
    List<byte[]> parts = onPartitions(NearestSums.pass(centres.clone(), origin));
    for (byte[] part : parts) {
      NearestSums own = NearestSums.of(part);
      for (int group = 0; group < counts.length; group++) {
        counts[group] += own.counts()[group];
        squares += own.squares()[group];
      }
      for (int at = 0; at < sums.length; at++) {
        sums[at] += own.sums()[at];
      }
    }
    partitions = parts.size();
    return new GroupSums(origin, counts, sums, squares);
  }

  private GroupSums bySql(Formula.NearestCentre formula, double[] origin) {
    int width = sql.width();
    long[] counts = new long[formula.clusters()];
    double[] sums = new double[counts.length * width];
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
