package org.sqlflow.data;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Consecutive rows of a batch in the forms that features read; few enough to keep parsed vectors.
 * Immutable and safe to use from several threads.
 */
public final class RowPart {
  private static final int SHOWN = 60;
  private static final Pattern BLANKS = Pattern.compile("\\s+");

  /** A text that is not a vector of the size. */
  private static final double[] NO_VECTOR = {};

  private final RowBatch batch;
  private final int from;
  private final int rows;
  private final Map<Shape, double[][]> parsed = new ConcurrentHashMap<>(2);
  private final Map<Object, float[]> computed = new ConcurrentHashMap<>(2);

  /**
   * Rows that have a value, but one that its reader does not take.
   *
   * @param count how many
   * @param first the first of them in its part, from 0
   * @param complaint what is wrong with its value, and what to do
   */
  public record Unfit(int count, int first, String complaint) {
    /** There are none. */
    public static final Unfit NONE = new Unfit(0, 0, "");
  }

  private record Shape(String column, int size, String delimiter) {}

  /**
   * Rows of a batch, which must not change while the part is in use.
   *
   * @param from the first row
   * @param to the end, exclusive
   */
  public RowPart(RowBatch batch, int from, int to) {
    this.batch = batch;
    this.from = from;
    this.rows = to - from;
  }

  /** How many rows the part has. */
  public int rows() {
    return rows;
  }

  /** The place of the part's first row in the arrays of {@link #doubles} and {@link #texts}. */
  public int from() {
    return from;
  }

  /** The numbers of a column in the whole batch; NaN where there is none. */
  public double[] doubles(String column) {
    return batch.doubles(column);
  }

  /** Whether a column has numbers, and no texts. */
  public boolean hasNumbers(String column) {
    boolean numbers = false;
    for (int i = 0; i < batch.names().size(); i++) {
      if (batch.names().get(i).equalsIgnoreCase(column)) {
        if (batch.column(i) instanceof ColumnVector.Texts) {
          return false;
        }
        numbers |= batch.column(i) instanceof ColumnVector.Doubles;
      }
    }
    return numbers;
  }

  /** The values of a column in the whole batch as texts; null where there is none. */
  public String[] texts(String column) {
    return batch.texts(column);
  }

  /**
   * The vectors of a column in this part alone, from lists or from texts, which are parsed once.
   *
   * @param size how many numbers each has
   * @param delimiter between the numbers of a text; blank for any white space
   * @return null for a row without a value, an array of another size for a value that is not such a
   *     vector, NaN within a vector where a number is missing
   */
  public double[][] vectors(String column, int size, String delimiter) {
    ColumnVector vector = vector(column);
    return vector instanceof ColumnVector.Lists lists
        ? Arrays.copyOfRange(lists.values(), from, from + rows)
        : parsed.computeIfAbsent(
            new Shape(column, size, delimiter),
            shape -> parse(((ColumnVector.Texts) vector).values(), size, delimiter));
  }

  /** Whether a row of this part has neither a text nor a list. */
  public boolean isMissing(String column, int row) {
    ColumnVector vector = vector(column);
    return vector instanceof ColumnVector.Lists lists
        ? lists.values()[from + row] == null
        : ((ColumnVector.Texts) vector).values()[from + row] == null;
  }

  /** The list of a row of this part; empty of a column of texts. */
  public Optional<double[]> list(String column, int row) {
    return vector(column) instanceof ColumnVector.Lists lists
        ? Optional.of(lists.values()[from + row])
        : Optional.empty();
  }

  /** The text of a row of this part, of a column of texts. */
  public String text(String column, int row) {
    return ((ColumnVector.Texts) vector(column)).values()[from + row];
  }

  /** What a key means, computed once in this part. */
  public float[] computed(Object key, Supplier<float[]> computation) {
    return computed.computeIfAbsent(key, unknown -> computation.get());
  }

  /** The batch that this is a part of. */
  public RowBatch batch() {
    return batch;
  }

  private ColumnVector vector(String column) {
    return batch
        .lists(column)
        .orElseThrow(() -> new IllegalArgumentException("the batch has no lists of " + column));
  }

  /** The value of a column in a row of this part, shortened for a message. */
  public String shown(String column, int row) {
    Optional<ColumnVector> vector = batch.lists(column);
    String text =
        vector.isPresent() && vector.get() instanceof ColumnVector.Lists lists
            ? Arrays.toString(lists.values()[from + row])
            : texts(column)[from + row];
    if (text.length() <= SHOWN) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(SHOWN - 1)) ? SHOWN - 1 : SHOWN;
    return text.substring(0, end) + "…";
  }

  /**
   * Marks the rows that have no value of numbers or texts: NULL, NaN or an infinity.
   *
   * @param missing for each row of the part; marks that are there stay
   * @return how many rows have none
   */
  public int markMissing(ColumnRead read, boolean[] missing) {
    int count = 0;
    if (read.form() == ColumnRead.Form.NUMBERS) {
      double[] numbers = doubles(read.column());
      for (int i = 0; i < rows; i++) {
        if (!(Math.abs(numbers[from + i]) <= Double.MAX_VALUE)) {
          missing[i] = true;
          count++;
        }
      }
    } else {
      String[] texts = texts(read.column());
      for (int i = 0; i < rows; i++) {
        if (texts[from + i] == null) {
          missing[i] = true;
          count++;
        }
      }
    }
    return count;
  }

  private double[][] parse(String[] texts, int size, String delimiter) {
    double[][] vectors = new double[rows][];
    for (int i = 0; i < rows; i++) {
      String text = texts[from + i];
      vectors[i] = text == null ? null : parse(text, size, delimiter);
    }
    return vectors;
  }

  /** The numbers of a text, in brackets or not. */
  private static double[] parse(String text, int size, String delimiter) {
    String bare = text.strip();
    boolean bracketed = bare.startsWith("[") && bare.endsWith("]") && bare.length() > 1;
    String inner = bracketed ? bare.substring(1, bare.length() - 1).strip() : bare;
    try {
      return delimiter.isBlank() ? ofWords(inner, size) : ofParts(inner, size, delimiter);
    } catch (NumberFormatException noNumber) {
      return NO_VECTOR;
    }
  }

  private static double[] ofWords(String text, int size) {
    String[] words = BLANKS.split(text, -1);
    return words.length == size
        ? Arrays.stream(words).mapToDouble(Double::parseDouble).toArray()
        : NO_VECTOR;
  }

  private static double[] ofParts(String text, int size, String delimiter) {
    double[] numbers = new double[size];
    int start = 0;
    for (int i = 0; i < size; i++) {
      int end = text.indexOf(delimiter, start);
      boolean isLast = i == size - 1;
      if (isLast != (end < 0)) {
        return NO_VECTOR;
      }
      numbers[i] = Double.parseDouble(text.substring(start, isLast ? text.length() : end));
      start = end + delimiter.length();
    }
    return numbers;
  }
}
