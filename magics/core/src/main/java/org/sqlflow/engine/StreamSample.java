package org.sqlflow.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.sqlflow.data.BufferedRows;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.RowBatch;

/**
 * A random sample of rows whose number is only known when the last one has come: each row gets a
 * random key, and those with the smallest keys are the sample (bottom-k sampling, Cohen and Kaplan
 * 2007), in the order in which they came. Little more than the sample is in memory at any time. The
 * same seed and rows give the same sample.
 */
final class StreamSample {
  private static final int SLACK = 65_536;

  private final SampleSize size;
  private final List<ColumnRead> reads;
  private final boolean ordered;
  private final SplittableRandom random;
  private List<Part> parts = new ArrayList<>();
  private double limit = 1;
  private long seen;
  private long kept;

  StreamSample(SampleSize size, List<ColumnRead> reads, boolean ordered, long seed) {
    this.size = size;
    this.reads = reads;
    this.ordered = ordered;
    this.random = new SplittableRandom(seed);
  }

  /** Rows that may be in the sample, each with its key. */
  private record Part(RowBatch rows, double[] keys) {
    Part below(double limit) {
      int[] places = IntStream.range(0, keys.length).filter(i -> keys[i] < limit).toArray();
      return places.length == keys.length
          ? this
          : new Part(rows.take(places), Arrays.stream(places).mapToDouble(i -> keys[i]).toArray());
    }
  }

  /** Takes the next rows. */
  void add(RowBatch batch) {
    double[] keys = new double[batch.rows()];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = random.nextDouble();
    }
    seen += keys.length;
    Part part = new Part(batch, keys).below(limit);
    parts.add(part);
    kept += part.keys().length;
    if (kept > 2 * size.of(seen) + SLACK) {
      prune();
    }
  }

  /** Drops the rows that are no longer in a sample of this size. */
  private void prune() {
    // A share of later rows is of more rows: its bound lies above the share by six deviations.
    double share = size.share();
    limit =
        share > 0
            ? Math.min(1, share + 6 * Math.sqrt(share / seen) + 20.0 / seen)
            : above(size.of(seen));
    keepBelow(limit);
  }

  private void keepBelow(double bound) {
    parts = new ArrayList<>(parts.stream().map(part -> part.below(bound)).toList());
    kept = parts.stream().mapToLong(part -> part.keys().length).sum();
  }

  /** A bound that just so many keys lie below; two keys are never the same in practice. */
  private double above(long wanted) {
    double[] keys = parts.stream().flatMapToDouble(part -> Arrays.stream(part.keys())).toArray();
    Arrays.parallelSort(keys);
    return wanted >= keys.length ? 1 : keys[(int) wanted];
  }

  /** How many rows came. */
  long seen() {
    return seen;
  }

  /** The sample. */
  BufferedRows rows() {
    keepBelow(above(size.of(seen)));
    BufferedRows sample = new BufferedRows(reads, ordered);
    parts.forEach(part -> sample.add(part.rows()));
    parts.clear();
    return sample;
  }
}
