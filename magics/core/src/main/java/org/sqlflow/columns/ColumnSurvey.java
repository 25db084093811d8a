package org.sqlflow.columns;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.sqlflow.data.Column;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.RowBatch;
import org.sqlflow.data.Schema;
import org.sqlflow.math.Parallel;

/**
 * Examines the columns of rows as they are read: counts, moments and extremes of all rows, and a
 * sample of rows for everything else. The sample has the rows whose numbers have small hashes, so
 * it does not depend on how the rows are divided; surveys of parts merge. The memory is bounded
 * whatever the number of rows and columns. Not thread-safe.
 */
public final class ColumnSurvey {
  /** The most rows of the sample; fewer for many columns, since its values are bounded too. */
  public static final int MOST_SAMPLED = 20_000;

  private static final int LEAST_SAMPLED = 1_000;
  private static final int MOST_VALUES = 2_000_000;
  private static final int MOST_DISTINCT = 65_536;
  private static final int LEAST_DISTINCT = 1_024;

  /** The part of the heap for the samples of all columns, and for their different values. */
  private static final int PART_OF_HEAP = 128;

  /** A hash table is half empty, and is copied as it grows. */
  private static final int DISTINCT_BYTES = 4 * Long.BYTES;

  /** What adding one value costs, for {@link Parallel}. */
  private static final int OPERATIONS = 30;

  private final Map<ColumnRead, ColumnStatistics> columns = new LinkedHashMap<>();
  private final List<ColumnRead> reads;
  private final int capacity;
  private long rows;
  private long[] sampledRows = {};
  private int sampled;
  private int level;
  private boolean ended;

  /**
   * A survey without rows.
   *
   * @param schema of the query
   * @param reads the columns that batches will have
   * @param firstRow the number of the first row, if other surveys see the rows before it
   */
  public ColumnSurvey(Schema schema, List<ColumnRead> reads, long firstRow) {
    this.reads = List.copyOf(reads);
    this.rows = firstRow;
    int width = Math.max(1, reads.size());
    long bytes = Runtime.getRuntime().maxMemory() / PART_OF_HEAP;
    long values = Math.min(MOST_VALUES, bytes / Double.BYTES) / width;
    this.capacity = (int) Math.max(LEAST_SAMPLED, Math.min(MOST_SAMPLED, values));
    long different = Math.min(MOST_DISTINCT, bytes / DISTINCT_BYTES / width);
    int distinct = (int) Math.max(LEAST_DISTINCT, different);
    for (ColumnRead read : reads) {
      Column column = schema.find(read.column()).orElseThrow();
      boolean isText = read.form() != ColumnRead.Form.NUMBERS;
      columns.put(read, new ColumnStatistics(column, isText, distinct));
    }
  }

  /** Whether it has seen no rows yet. */
  public boolean isNew() {
    return rows == 0;
  }

  /** What to read of each row. */
  public List<ColumnRead> reads() {
    return reads;
  }

  /** How to read a column of a query so that it can be surveyed; empty if it cannot. */
  public static Optional<ColumnRead> read(Column column) {
    return switch (column.type()) {
      case INTEGER, REAL, BOOLEAN -> Optional.of(ColumnRead.numbers(column.name()));
      case TEXT, TIME -> Optional.of(ColumnRead.texts(column.name()));
      case LIST, OTHER -> Optional.empty();
    };
  }

  /**
   * Adds the next rows.
   *
   * @throws IllegalStateException after {@link #end}
   */
  public void add(RowBatch batch) {
    if (ended) {
      throw new IllegalStateException("a survey that has ended gets rows");
    }
    int[] picks = picks(batch.rows());
    List<Map.Entry<ColumnRead, ColumnStatistics>> all = List.copyOf(columns.entrySet());
    Parallel.run(
        (long) batch.rows() * all.size() * OPERATIONS,
        all.size(),
        i -> add(batch, picks, all.get(i).getKey(), all.get(i).getValue()));
    long[] grown = Arrays.copyOf(sampledRows, Math.max(sampledRows.length, sampled + picks.length));
    for (int pick : picks) {
      grown[sampled++] = rows + pick;
    }
    sampledRows = grown;
    rows += batch.rows();
    thin();
  }

  private static void add(
      RowBatch batch, int[] picks, ColumnRead read, ColumnStatistics statistics) {
    if (statistics.isText()) {
      String[] texts = batch.texts(read.column());
      statistics.add(texts, batch.rows());
      statistics.sample(texts, picks);
    } else {
      double[] numbers = batch.doubles(read.column());
      statistics.add(numbers, batch.rows());
      statistics.sample(numbers, picks);
    }
  }

  private int[] picks(int count) {
    int[] picks = new int[count];
    int picked = 0;
    for (int i = 0; i < count; i++) {
      picks[picked] = i;
      picked += isSampled(rows + i) ? 1 : 0;
    }
    return Arrays.copyOf(picks, picked);
  }

  private boolean isSampled(long row) {
    return level == 0 || DistinctCounter.mixed(row + 1) >>> (Long.SIZE - level) == 0;
  }

  /** Halves the sample until it is small enough. */
  private void thin() {
    while (sampled > capacity) {
      raise(level + 1);
    }
  }

  /** Keeps the rows of a level. */
  private void raise(int to) {
    level = to;
    int[] places = IntStream.range(0, sampled).filter(i -> isSampled(sampledRows[i])).toArray();
    for (int i = 0; i < places.length; i++) {
      sampledRows[i] = sampledRows[places[i]];
    }
    columns.values().forEach(column -> column.keep(places));
    sampled = places.length;
  }

  /** Adds a survey of other rows, which must not be used afterwards. */
  public void merge(ColumnSurvey other) {
    other.raise(Math.max(level, other.level));
    raise(other.level);
    columns.forEach((read, statistics) -> statistics.merge(other.columns.get(read)));
    sampledRows = Arrays.copyOf(sampledRows, sampled + other.sampled);
    System.arraycopy(other.sampledRows, 0, sampledRows, sampled, other.sampled);
    sampled += other.sampled;
    rows = Math.max(rows, other.rows);
    thin();
  }

  /**
   * Says that no more rows come, so that the survey keeps only what its profiles need: a tenth of
   * its memory.
   */
  public void end() {
    ended = true;
    sampledRows = new long[0];
    columns.values().forEach(ColumnStatistics::end);
  }

  /** What was seen of each column, in the order of the reads. */
  public List<ColumnProfile> profiles() {
    return columns.values().parallelStream().map(ColumnStatistics::profile).toList();
  }

  /** The sampled numbers of each column that has numbers, by its name; the rows are the same. */
  public Map<String, double[]> numbers() {
    Map<String, double[]> numbers = new LinkedHashMap<>();
    columns.forEach(
        (read, column) -> {
          if (!column.isText()) {
            numbers.put(read.column(), column.numbers());
          }
        });
    return numbers;
  }

  /** All findings. */
  public Diagnosis diagnosis() {
    return diagnosis(Set.of());
  }

  /**
   * The same where more is known than names and values say.
   *
   * @param predictions columns that hold what a model predicted
   */
  public Diagnosis diagnosis(Set<String> predictions) {
    return Diagnosis.of(profiles(), numbers(), predictions);
  }

  /** How many rows are in the sample. */
  public int sampled() {
    return sampled;
  }
}
