package org.sqlflow.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Some rows of a table, by column. A name may come twice, with vectors of different kinds.
 * Immutable as long as nobody writes to the vectors' arrays; safe to use from several threads.
 */
public final class RowBatch {
  /** The most rows of a batch: enough that the cost of a call does not matter. */
  public static final int MOST_ROWS = 65_536;

  /** About how many bytes a batch takes at most. */
  public static final long MOST_BYTES = 32L << 20;

  /** Models compute blocks of rows whose sizes divide this one. */
  private static final int BLOCK = 1024;

  private static final double EXACT_INTEGER = 1L << 53;

  private final int rows;
  private final List<String> names;
  private final List<ColumnVector> columns;
  private final Map<ColumnVector, String[]> texts = new ConcurrentHashMap<>();
  private volatile Map<String, List<Integer>> places;

  /**
   * A batch.
   *
   * @param rows how many rows
   * @param names a name for each column
   * @param columns the values, at least {@code rows} of each
   */
  public RowBatch(int rows, List<String> names, List<? extends ColumnVector> columns) {
    if (names.size() != columns.size()) {
      throw new IllegalArgumentException(
          names.size() + " names for " + columns.size() + " columns");
    }
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).capacity() < rows) {
        throw new IllegalArgumentException(
            names.get(i) + " has " + columns.get(i).capacity() + " values for " + rows + " rows");
      }
    }
    this.rows = rows;
    this.names = List.copyOf(names);
    this.columns = List.copyOf(columns);
  }

  /**
   * How many rows of so many bytes make a batch: a multiple of {@value #BLOCK} where there is room
   * for that many, so that models compute the same blocks as in training; at least one.
   */
  public static int rowsFor(long bytesPerRow) {
    long rows = Math.min(MOST_ROWS, Math.max(1, MOST_BYTES / Math.max(1, bytesPerRow)));
    return (int) (rows < BLOCK ? rows : rows / BLOCK * BLOCK);
  }

  /** How many rows. */
  public int rows() {
    return rows;
  }

  /** The names of the columns, in their order. */
  public List<String> names() {
    return names;
  }

  /** The columns, in their order. */
  public List<ColumnVector> columns() {
    return columns;
  }

  /** A column by its place, from 0. */
  public ColumnVector column(int index) {
    return columns.get(index);
  }

  /**
   * The numbers of a column: at least {@link #rows} of them, NaN where there is no value. Case does
   * not matter, but an exact match comes first.
   *
   * @throws IllegalArgumentException if no column of this name has numbers
   */
  public double[] doubles(String name) {
    return find(name, ColumnVector.Doubles.class).orElseThrow(() -> lacks(name)).values();
  }

  /**
   * The values of a column as texts, null where there is no value; see {@link
   * ColumnRead.Form#TEXTS}.
   *
   * @throws IllegalArgumentException if no column of this name has texts or numbers
   */
  public String[] texts(String name) {
    Optional<ColumnVector.Texts> found = find(name, ColumnVector.Texts.class);
    if (found.isPresent()) {
      return found.get().values();
    }
    ColumnVector.Doubles numbers =
        find(name, ColumnVector.Doubles.class).orElseThrow(() -> lacks(name));
    return texts.computeIfAbsent(numbers, vector -> texts(numbers.values()));
  }

  /** The column of this name that holds lists, or else texts, if there is one. */
  public Optional<ColumnVector> lists(String name) {
    Optional<ColumnVector> lists = find(name, ColumnVector.Lists.class).map(found -> found);
    return lists.or(() -> find(name, ColumnVector.Texts.class));
  }

  private <V extends ColumnVector> Optional<V> find(String name, Class<V> kind) {
    int folded = -1;
    for (int i : places().getOrDefault(name.toLowerCase(Locale.ROOT), List.of())) {
      if (kind.isInstance(columns.get(i))) {
        if (names.get(i).equals(name)) {
          return Optional.of(kind.cast(columns.get(i)));
        }
        folded = folded < 0 ? i : folded;
      }
    }
    return folded < 0 ? Optional.empty() : Optional.of(kind.cast(columns.get(folded)));
  }

  /** The places of each name in lower case, kept because wide batches are asked often. */
  private Map<String, List<Integer>> places() {
    if (places == null) {
      Map<String, List<Integer>> found = new HashMap<>();
      for (int i = 0; i < names.size(); i++) {
        found
            .computeIfAbsent(names.get(i).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
            .add(i);
      }
      places = found;
    }
    return places;
  }

  private IllegalArgumentException lacks(String name) {
    return new IllegalArgumentException("the batch has no such values of " + name + ": " + names);
  }

  private String[] texts(double[] numbers) {
    Map<Double, String> known = new HashMap<>();
    String[] written = new String[rows];
    for (int row = 0; row < rows; row++) {
      double number = numbers[row];
      written[row] = Double.isFinite(number) ? known.computeIfAbsent(number, RowBatch::text) : null;
    }
    return written;
  }

  /** A number as short as possible: {@code 1} for 1.0. */
  public static String text(double number) {
    boolean whole = number == Math.rint(number) && Math.abs(number) < EXACT_INTEGER;
    return whole ? Long.toString((long) number) : Double.toString(number);
  }

  /** The rows at some places, which ascend; this same batch if they are all of its rows. */
  public RowBatch take(int[] places) {
    return places.length == rows
        ? this
        : new RowBatch(
            places.length, names, columns.stream().map(column -> column.take(places)).toList());
  }

  /** The columns from one place to before another, of the same rows. */
  public RowBatch columns(int from, int to) {
    return new RowBatch(rows, names.subList(from, to), columns.subList(from, to));
  }

  /** About how many bytes of the heap the batch takes. */
  public long bytes() {
    return columns.stream().mapToLong(column -> column.bytes(rows)).sum();
  }
}
