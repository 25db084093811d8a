package org.sqlflow.executor;

import java.nio.ByteBuffer;
import java.util.Iterator;

/**
 * What a partition adds to the sums that a {@link SoftTarget} needs.
 *
 * @param rows how many it has
 * @param frequencies sums of the soft assignment of each group
 * @param sizes rows of which the group has the largest
 */
@SuppressWarnings("ArrayRecordComponent")
public record SoftSums(long rows, double[] frequencies, long[] sizes) {
  private static final int BLOCK = 512;

  /** The pass that computes it. */
  public static PartitionWork pass(NetworkShape shape, float[] parameters, int clusters) {
    return new Pass(shape, parameters, clusters);
  }

  private record Pass(NetworkShape shape, float[] parameters, int clusters)
      implements PartitionWork {
    private static final long serialVersionUID = 1L;

    @Override
    public byte[] apply(Iterator<float[]> rows) {
      Network network = new Network(shape, BLOCK);
      network.take(parameters);
      float[] centres = TrainingState.of(parameters).centres(shape);
      float[] codes = new float[BLOCK * shape.codeWidth()];
      float[] q = new float[BLOCK * clusters];
      float[][] block = new float[BLOCK][];
      double[] frequencies = new double[clusters];
      long[] sizes = new long[clusters];
      long all = 0;
      int partition = 0;
      while (rows.hasNext()) {
        int count = 0;
        while (count < BLOCK && rows.hasNext()) {
          block[count++] = rows.next();
        }
        partition = (int) block[0][0];
        network.load(block, 0, count);
        network.encode();
        network.codes(codes);
        SoftTarget.assign(codes, 0, count, centres, clusters, q);
        add(q, count, frequencies, sizes);
        all += count;
      }
      return new SoftSums(all, frequencies, sizes).toBytes(partition);
    }

    private static void add(float[] q, int rows, double[] frequencies, long[] sizes) {
      int clusters = sizes.length;
      for (int i = 0; i < rows; i++) {
        int best = 0;
        for (int j = 0; j < clusters; j++) {
          frequencies[j] += q[i * clusters + j];
          best = q[i * clusters + j] > q[i * clusters + best] ? j : best;
        }
        sizes[best]++;
      }
    }
  }

  private byte[] toBytes(int partition) {
    ByteBuffer bytes = ByteBuffer.allocate(16 + 16 * sizes.length);
    bytes.putInt(partition).putLong(rows).putInt(sizes.length);
    for (int j = 0; j < sizes.length; j++) {
      bytes.putDouble(frequencies[j]).putLong(sizes[j]);
    }
    return bytes.array();
  }

  /** Reads what a {@link #pass} gave. */
  public static SoftSums of(byte[] result) {
    ByteBuffer bytes = ByteBuffer.wrap(result, Integer.BYTES, result.length - Integer.BYTES);
    long rows = bytes.getLong();
    int clusters = bytes.getInt();
    SoftSums sums = new SoftSums(rows, new double[clusters], new long[clusters]);
    for (int j = 0; j < clusters; j++) {
      sums.frequencies[j] = bytes.getDouble();
      sums.sizes[j] = bytes.getLong();
    }
    return sums;
  }

  /** The sums of this and of another part. */
  public SoftSums plus(SoftSums other) {
    double[] f = frequencies.clone();
    long[] s = sizes.clone();
    for (int j = 0; j < s.length; j++) {
      f[j] += other.frequencies[j];
      s[j] += other.sizes[j];
    }
    return new SoftSums(rows + other.rows, f, s);
  }
}
