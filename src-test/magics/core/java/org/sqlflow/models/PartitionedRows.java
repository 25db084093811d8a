package org.sqlflow.models;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.sqlflow.data.Matrix;
import org.sqlflow.executor.PartitionWork;

/** Rows in partitions of this process; work on them travels as bytes, as to a cluster. */
public final class PartitionedRows implements RowSums {
  private final Matrix rows;
  private final int partitions;
  private int passes;

  /** Row i is in partition {@code i % partitions}. */
  public PartitionedRows(Matrix rows, int partitions) {
    this.rows = rows;
    this.partitions = partitions;
  }

  @Override
  public List<byte[]> each(PartitionWork work) {
    passes++;
    List<byte[]> results = new ArrayList<>();
    for (int partition = 0; partition < partitions; partition++) {
      results.add(received(work).apply(partition(partition).iterator()));
    }
    return results;
  }

  private List<float[]> partition(int partition) {
    List<float[]> own = new ArrayList<>();
    for (int row = partition; row < rows.rows(); row += partitions) {
      float[] numbers = new float[1 + rows.columns()];
      numbers[0] = partition;
      System.arraycopy(rows.values(), row * rows.columns(), numbers, 1, rows.columns());
      own.add(numbers);
    }
    return own;
  }

  private static PartitionWork received(PartitionWork work) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(work);
    } catch (IOException error) {
      throw new AssertionError(error);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (PartitionWork) in.readObject();
    } catch (IOException | ClassNotFoundException error) {
      throw new AssertionError(error);
    }
  }

  @Override
  public long rows() {
    return rows.rows();
  }

  @Override
  public int rowsOfPartition() {
    return rows.rows() / partitions;
  }

  @Override
  public int passes() {
    return passes;
  }

  @Override
  public GroupSums byNearest(float[] centres) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ShareSums byLikelihood(Normals normals) {
    throw new UnsupportedOperationException();
  }
}
