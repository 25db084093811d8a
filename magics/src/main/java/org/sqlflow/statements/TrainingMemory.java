package org.sqlflow.statements;

import java.util.List;
import java.util.Locale;
import org.sqlflow.features.ColumnRead;
import org.sqlflow.models.AttributeValues;
import org.sqlflow.models.CommonAttributes;
import org.sqlflow.models.ModelType;
import org.sqlflow.syntax.Position;
import org.sqlflow.text.Text;

/** Refuses a training that would fill the Java heap, before it begins. */
final class TrainingMemory {
  /** The rest is for the young objects of the collector, and for what nobody counted. */
  private static final double USABLE = 0.75;

  /** Below this part of the heap it is not worth while to look closer. */
  private static final double SMALL = 0.2;

  /** What is free may be a little less the next time. */
  private static final double ADVISED = 0.9;

  private static final int TEXT = 64;

  /** Rows of a larger size are not held where they can be read again, nor in a small heap. */
  private static final long HELD = 100L << 20;

  private static final int HELD_PART = 8;

  private final ModelType type;
  private final AttributeValues attributes;
  private final long read;
  private final Position place;

  /**
   * For a training.
   *
   * @param reads what is read of each row
   * @param place where an error is shown
   */
  TrainingMemory(
      ModelType type, AttributeValues attributes, List<ColumnRead> reads, Position place) {
    this.type = type;
    this.attributes = attributes;
    this.read = reads.stream().mapToLong(TrainingMemory::bytes).sum();
    this.place = place;
  }

  /** Whether so many rows are better held than read again. */
  boolean isSmall(long rows) {
    return rows * read <= Math.min(HELD, Runtime.getRuntime().maxMemory() / HELD_PART);
  }

  /** More rows can never be trained on, however free the memory is. */
  long most(int features) {
    long perRow = Float.BYTES * (long) features + type.bytesPerRow(attributes, features);
    return Math.min(Integer.MAX_VALUE - 8, Runtime.getRuntime().maxMemory() / perRow);
  }

  private static long bytes(ColumnRead read) {
    if (read instanceof ColumnRead.Vectors vectors) {
      return (long) Double.BYTES * vectors.size();
    }
    return read instanceof ColumnRead.Numbers ? Double.BYTES : TEXT;
  }

  /**
   * Checks before rows are read.
   *
   * @param held whether they are kept in memory as they are read
   * @param features how many numbers the model sees of a row, as far as that is known
   */
  void check(long rows, int features, boolean held) {
    // While features are learnt, a column of numbers is copied, and another for keys.
    long learning = 2L * Double.BYTES + 1 + (long) Float.BYTES * features;
    check(rows, features, (held ? read : 0) + learning, 0);
  }

  /** Checks before rows are encoded: categories make many features. */
  void checkRead(long rows, int features, boolean held) {
    long before = held ? read : 0;
    check(rows, features, before + (long) Float.BYTES * features, rows * before);
  }

  private void check(long rows, int features, long reading, long there) {
    long training = (long) Float.BYTES * features + type.bytesPerRow(attributes, features);
    long perRow = Math.max(reading, training);
    double needed = (double) rows * perRow;
    long heap = Runtime.getRuntime().maxMemory();
    boolean tooMany = rows > Integer.MAX_VALUE - 8;
    if (!tooMany && needed < SMALL * heap) {
      return;
    }
    double room = Math.max(0, USABLE * heap - live() + there);
    if (tooMany || needed > room) {
      long fit = Math.min(rounded((long) (ADVISED * room / perRow)), Integer.MAX_VALUE / 2);
      throw new StatementException(
          Text.of(
                  "%,d rows of %,d %s need about %s of memory, and this kernel has %s for them. ",
                  rows, features, features == 1 ? "feature" : "features", size(needed), size(room))
              + Text.of(
                  "Train on a part: WITH %s = %d takes so many by chance, LIMIT in the query the"
                      + " first",
                  CommonAttributes.SAMPLE, Math.max(1, fit))
              + Text.of(
                  " ones. Or give the kernel more than its %s: \"-Xmx…\" behind the java in its"
                      + " kernel.json",
                  size(heap)),
          place);
    }
  }

  /** What is in use once all that nobody needs is gone. */
  private static long live() {
    Runtime runtime = Runtime.getRuntime();
    System.gc();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  /** With two figures that count. */
  private static long rounded(long rows) {
    long unit = 1;
    while (rows / unit >= 100) {
      unit *= 10;
    }
    return rows / unit * unit;
  }

  private static String size(double bytes) {
    return bytes < 1L << 30
        ? String.format(Locale.ROOT, "%,.0f MB", bytes / (1L << 20))
        : String.format(Locale.ROOT, "%,.1f GB", bytes / (1L << 30));
  }
}
