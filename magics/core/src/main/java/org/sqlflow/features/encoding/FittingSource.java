package org.sqlflow.features.encoding;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.RowBatch;
import org.sqlflow.data.RowPart;
import org.sqlflow.data.RowSource;

/**
 * The rows of a training as features read them: by batch, from any thread, and in the form that the
 * source has.
 */
final class FittingSource {
  private final RowSource source;

  /** What the source reads, by the names in lower case: there may be thousands of columns. */
  private final Map<String, List<ColumnRead>> offers;

  /** How many batches there are. */
  final int batches;

  /** How many rows there are. */
  final int rows;

  /** The row that each batch starts with. */
  final int[] starts;

  FittingSource(RowSource source) {
    this.source = source;
    this.offers =
        source.reads().stream().collect(Collectors.groupingBy(read -> key(read.column())));
    this.batches = source.batches();
    this.starts = new int[batches];
    long count = 0;
    for (int i = 0; i < batches; i++) {
      starts[i] = (int) count;
      count += source.rows(i);
      if (count > FeatureFitter.MOST_VALUES) {
        throw FeatureFitter.tooLarge(count, 1);
      }
    }
    this.rows = (int) count;
  }

  /** Takes the rows of a part of a batch. */
  @FunctionalInterface
  interface PartReader {
    /** Takes a part, which starts with a row of the source. */
    void read(RowPart part, int first);
  }

  /** Reads all rows in parts of so many rows at most, in their order. */
  void parts(List<ColumnRead> reads, int step, PartReader reader) {
    for (int index = 0; index < batches; index++) {
      RowBatch batch = batch(index, reads);
      for (int from = 0; from < batch.rows(); from += step) {
        int to = (int) Math.min(batch.rows(), (long) from + step);
        reader.read(new RowPart(batch, from, to), starts[index] + from);
      }
    }
  }

  /** Synchronized, since a source serves one thread at a time. */
  synchronized RowBatch batch(int index, List<ColumnRead> reads) {
    return source.batch(index, reads.stream().map(this::offered).distinct().toList());
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** The source's form of a read, in its spelling. */
  private ColumnRead offered(ColumnRead read) {
    List<ColumnRead.Form> forms =
        switch (read.form()) {
          case NUMBERS -> List.of(ColumnRead.Form.NUMBERS);
          case TEXTS -> List.of(ColumnRead.Form.TEXTS, ColumnRead.Form.NUMBERS);
          case LISTS -> List.of(ColumnRead.Form.LISTS, ColumnRead.Form.TEXTS);
        };
    List<ColumnRead> found = offers.getOrDefault(key(read.column()), List.of());
    for (ColumnRead.Form form : forms) {
      ColumnRead exact = new ColumnRead(read.column(), form);
      Optional<ColumnRead> other =
          found.stream().filter(offered -> offered.form() == form).findFirst();
      if (other.isPresent()) {
        return found.contains(exact) ? exact : other.get();
      }
    }
    throw new IllegalArgumentException(read + " is not read: " + source.reads());
  }
}
