package org.sqlflow.models.clustering.dec;

import java.nio.FloatBuffer;
import java.util.Optional;
import org.sqlflow.data.Matrix;
import org.sqlflow.math.NativeFloats;
import org.sqlflow.models.CancellationCheck;
import org.sqlflow.models.clustering.ClusterAttributes;
import org.sqlflow.models.clustering.SoftAssignment;
import org.sqlflow.models.neural.AutoencoderNetwork;

/**
 * The assignment of all rows between two updates of the target. Rows are encoded and assigned some
 * at a time, so that their codes are never all in memory; the target, which is often larger than
 * the rows themselves, lies outside the Java heap, and is given back after the training. Used by
 * the thread that trains; {@link #target} may be read by several.
 */
public final class ClusterAssignment implements AutoCloseable {
  private final int clusters;
  private final NativeFloats target;
  private final int[] groups;

  private ClusterAssignment(int rows, int clusters) {
    ClusterAttributes.checkAssignments(rows, clusters);
    this.clusters = clusters;
    this.groups = new int[rows];
    this.target = NativeFloats.allocate((long) rows * clusters);
  }

  /** The codes of rows, as an encoder that still learns makes them each time. */
  interface Codes {
    /** Gives the codes of all rows, in their order. */
    void read(AutoencoderNetwork.CodeReader reader);
  }

  /** The codes of rows; these themselves where there is no encoder. */
  static Codes codes(
      Optional<AutoencoderNetwork> encoder, Matrix rows, CancellationCheck cancellation) {
    return encoder
        .<Codes>map(network -> reader -> network.encode(rows, cancellation, reader))
        .orElse(
            reader -> {
              int step = SoftAssignment.rowsAtATime(rows.columns());
              for (int from = 0; from < rows.rows(); from += step) {
                cancellation.checkCancelled();
                int to = Math.min(rows.rows(), from + step);
                reader.accept(from, SoftAssignment.slice(rows, from, to));
              }
            });
  }

  /** The first assignment of rows; {@link #close} frees the memory. */
  public static ClusterAssignment of(Matrix codes, float[] centres, int clusters) {
    return of(reader -> reader.accept(0, codes), codes.rows(), centres, clusters);
  }

  /** The same; {@link #close} frees the memory. */
  static ClusterAssignment of(Codes codes, int rows, float[] centres, int clusters) {
    ClusterAssignment first = new ClusterAssignment(rows, clusters);
    try {
      first.update(codes, centres);
    } catch (RuntimeException error) {
      first.close();
      throw error;
    }
    return first;
  }

  /** The target distribution made of the soft assignment, {@code rows x clusters}. */
  public FloatBuffer target() {
    return target.buffer();
  }

  /** The cluster with the largest soft assignment of each row. */
  public int[] groups() {
    return groups;
  }

  /**
   * Assigns the same rows to moved centres, in place.
   *
   * @return the share of rows, from 0 to 1, that are in another group now
   */
  double update(Codes codes, float[] centres) {
    int[] changed = {0};
    codes.read(
        (from, some) -> {
          float[] q = soft(some, centres, clusters);
          target().put(from * clusters, q);
          for (int row = 0; row < some.rows(); row++) {
            int group = SoftAssignment.largest(q, row, clusters);
            changed[0] += group == groups[from + row] ? 0 : 1;
            groups[from + row] = group;
          }
        });
    TargetDistribution.of(target(), groups.length, clusters);
    return (double) changed[0] / groups.length;
  }

  /** The groups alone: the cluster with the largest soft assignment of each row. */
  static int[] groups(Codes codes, int rows, float[] centres, int clusters) {
    ClusterAttributes.checkAssignments(rows, clusters);
    int[] groups = new int[rows];
    codes.read(
        (from, some) -> {
          float[] q = soft(some, centres, clusters);
          for (int row = 0; row < some.rows(); row++) {
            groups[from + row] = SoftAssignment.largest(q, row, clusters);
          }
        });
    return groups;
  }

  private static float[] soft(Matrix codes, float[] centres, int clusters) {
    float[] q = new float[codes.rows() * clusters];
    SoftAssignment.of(codes.values(), codes.rows(), centres, clusters, q);
    return q;
  }

  @Override
  public void close() {
    target.close();
  }
}
