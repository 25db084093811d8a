package org.sqlflow.executor;

import java.nio.ByteBuffer;
import java.util.Iterator;

/**
 * Sums of a partition's rows by their nearest centre, the first of equally near ones: what a pass
 * of k-means needs (Lloyd 1982). Differences are those from an origin, so that sums keep their
 * digits.
 *
 * @param counts rows of each group
 * @param squares for each group the sum of the squared distances from the origin
 * @param sums {@code groups x features}, row-major: of the differences from the origin
 */
@SuppressWarnings("ArrayRecordComponent")
public record NearestSums(long[] counts, double[] squares, double[] sums) {
  /**
   * The pass that computes them.
   *
   * @param centres {@code groups x features}, row-major
   * @param origin one number for each feature
   */
  public static PartitionWork pass(float[] centres, double[] origin) {
    return new Pass(centres, origin);
  }

  private record Pass(float[] centres, double[] origin) implements PartitionWork {
    private static final long serialVersionUID = 1L;

    @Override
    public byte[] apply(Iterator<float[]> rows) {
      int width = origin.length;
      int groups = centres.length / width;
      double[] points = new double[centres.length];
      for (int i = 0; i < points.length; i++) {
        points[i] = centres[i];
      }
      NearestSums all =
          new NearestSums(new long[groups], new double[groups], new double[centres.length]);
      double[] row = new double[width];
      int partition = 0;
      while (rows.hasNext()) {
        float[] next = rows.next();
        partition = (int) next[0];
        for (int c = 0; c < width; c++) {
          row[c] = next[Network.FIRST + c];
        }
        all.add(row, nearest(row, points, groups), origin);
      }
      return all.toBytes(partition);
    }

    private static int nearest(double[] row, double[] centres, int groups) {
      int best = 0;
      double least = Double.POSITIVE_INFINITY;
      for (int group = 0; group < groups; group++) {
        double distance = 0;
        int at = group * row.length;
        for (int c = 0; c < row.length; c++) {
          double difference = row[c] - centres[at + c];
          distance += difference * difference;
        }
        if (distance < least) {
          least = distance;
          best = group;
        }
      }
      return best;
    }
  }

  private void add(double[] row, int group, double[] origin) {
    double squared = 0;
    int at = group * row.length;
    for (int c = 0; c < row.length; c++) {
      double difference = row[c] - origin[c];
      squared += difference * difference;
      sums[at + c] += difference;
    }
    counts[group]++;
    squares[group] += squared;
  }

  private byte[] toBytes(int partition) {
    ByteBuffer bytes = ByteBuffer.allocate(8 + 16 * counts.length + Double.BYTES * sums.length);
    bytes.putInt(partition).putInt(counts.length);
    for (int group = 0; group < counts.length; group++) {
      bytes.putLong(counts[group]).putDouble(squares[group]);
    }
    bytes.asDoubleBuffer().put(sums);
    return bytes.array();
  }

  /** Reads what a {@link #pass} gave. */
  public static NearestSums of(byte[] result) {
    ByteBuffer bytes = ByteBuffer.wrap(result, Integer.BYTES, result.length - Integer.BYTES);
    int groups = bytes.getInt();
    long[] counts = new long[groups];
    double[] squares = new double[groups];
    for (int group = 0; group < groups; group++) {
      counts[group] = bytes.getLong();
      squares[group] = bytes.getDouble();
    }
    double[] sums = new double[bytes.remaining() / Double.BYTES];
    bytes.asDoubleBuffer().get(sums);
    return new NearestSums(counts, squares, sums);
  }
}
