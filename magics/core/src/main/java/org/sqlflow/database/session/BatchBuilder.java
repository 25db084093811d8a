package org.sqlflow.database.session;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.ColumnVector;
import org.sqlflow.data.RowBatch;

/**
 * Gathers rows into batches that are bounded in bytes, however wide the rows or long the texts and
 * lists. Equal texts become one object, since categories repeat. Used by one thread.
 */
public final class BatchBuilder {
  /**
   * Models compute blocks of rows whose sizes divide this one, so batches end there if possible.
   */
  public static final int BLOCK = 1024;

  private static final int FIRST_ROOM = 1024;

  /**
   * How many texts are remembered, and how long they may be: a column of unique or long texts has
   * no categories that repeat.
   */
  private static final int MOST_KNOWN = 10_000;

  private static final int LONGEST_KNOWN = 200;

  private final List<String> names;
  private final List<ColumnRead.Form> forms;
  private final long bytesPerRow;
  private final int mostRows;
  private final boolean isBoundedInBytes;
  private final double[][] numbers;
  private final String[][] texts;
  private final double[][][] lists;
  private final Map<String, String> known = new HashMap<>();
  private int rows;
  private int room;
  private long furtherBytes;

  /** Builds batches that are bounded in bytes. */
  public BatchBuilder(List<ColumnRead> reads) {
    this(reads, RowBatch.rowsFor(bytesPerRow(reads)), true);
  }

  /** Builds batches of a fixed number of rows, whatever their bytes. */
  public BatchBuilder(List<ColumnRead> reads, int rows) {
    this(reads, rows, false);
  }

  private BatchBuilder(List<ColumnRead> reads, int mostRows, boolean isBoundedInBytes) {
    this.names = reads.stream().map(ColumnRead::column).toList();
    this.forms = reads.stream().map(ColumnRead::form).toList();
    this.bytesPerRow = bytesPerRow(reads);
    this.mostRows = mostRows;
    this.isBoundedInBytes = isBoundedInBytes;
    this.numbers = new double[reads.size()][];
    this.texts = new String[reads.size()][];
    this.lists = new double[reads.size()][][];
    begin(FIRST_ROOM);
  }

  /** About how many bytes a row takes, without long texts and the elements of lists. */
  public static long bytesPerRow(List<ColumnRead> reads) {
    return reads.stream()
        .mapToLong(
            read -> read.form() == ColumnRead.Form.NUMBERS ? Double.BYTES : ColumnVector.TEXT_BYTES)
        .sum();
  }

  private void begin(int expected) {
    rows = 0;
    furtherBytes = 0;
    resize(Math.min(expected, mostRows));
  }

  /** Makes room for more rows, or fits the arrays to the first rows of an empty batch. */
  private void resize(int size) {
    room = size;
    for (int i = 0; i < forms.size(); i++) {
      switch (forms.get(i)) {
        case NUMBERS -> numbers[i] = rows == 0 ? new double[size] : Arrays.copyOf(numbers[i], size);
        case TEXTS -> texts[i] = rows == 0 ? new String[size] : Arrays.copyOf(texts[i], size);
        case LISTS -> lists[i] = rows == 0 ? new double[size][] : Arrays.copyOf(lists[i], size);
      }
    }
  }

  /** Makes room for the expected number of rows if the batch is empty. */
  public void expect(long expected) {
    int size = (int) Math.max(1, Math.min(expected, mostRows));
    if (rows == 0 && size > room) {
      resize(size);
    }
  }

  /** How many rows the batch has. */
  public int rows() {
    return rows;
  }

  /** How many rows can be set before the next call of {@link #added}. */
  public int room() {
    if (rows == room) {
      resize((int) Math.min(mostRows, 4L * room));
    }
    return room - rows;
  }

  /**
   * The array of a column's numbers, to be set from index {@link #rows} on, as many as {@link
   * #room}.
   */
  public double[] numbers(int column) {
    return numbers[column];
  }

  /** Sets a number of a column, in a row that counts from the last {@link #added}. */
  public void number(int column, int row, double value) {
    numbers[column][rows + row] = value;
  }

  /** Sets a text or null. */
  public void text(int column, int row, String value) {
    texts[column][rows + row] = value == null ? null : shared(value);
  }

  private String shared(String text) {
    String earlier = known.get(text);
    if (earlier != null) {
      return earlier;
    }
    if (text.length() <= LONGEST_KNOWN && known.size() < MOST_KNOWN) {
      known.put(text, text);
    }
    furtherBytes += Math.max(0, text.length() - ColumnVector.TEXT_BYTES / 4);
    return text;
  }

  /** Sets a list of numbers or null. */
  public void list(int column, int row, double[] value) {
    lists[column][rows + row] = value;
    furtherBytes += value == null ? 0 : (long) Double.BYTES * value.length;
  }

  /** Adds rows, all of whose columns have been set. */
  public void added(int further) {
    rows += further;
  }

  /** Whether the batch must be taken before more rows are set. */
  public boolean isFull() {
    if (rows >= mostRows) {
      return true;
    }
    if (!isBoundedInBytes || furtherBytes == 0) {
      return false;
    }
    long bytes = rows * bytesPerRow + furtherBytes;
    long withNextBlock = rows % BLOCK == 0 ? bytes + bytes / rows * BLOCK : 0;
    return bytes >= RowBatch.MOST_BYTES || withNextBlock > RowBatch.MOST_BYTES;
  }

  /**
   * Returns the batch, which may be empty, and begins the next one.
   *
   * @param next how many rows the next batch is expected to have
   */
  public RowBatch take(int next) {
    ColumnVector[] columns = new ColumnVector[forms.size()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] =
          switch (forms.get(i)) {
            case NUMBERS -> new ColumnVector.Doubles(numbers[i]);
            case TEXTS -> new ColumnVector.Texts(texts[i]);
            case LISTS -> new ColumnVector.Lists(lists[i]);
          };
    }
    RowBatch batch = new RowBatch(rows, names, List.of(columns));
    begin(next);
    return batch;
  }
}
