package org.sqlflow.executor;

import java.nio.ByteBuffer;

/**
 * What a pass over a partition gave.
 *
 * @param partition its number
 * @param rows how many it has
 * @param loss the sum over the rows of their batches' mean losses
 * @param state of the partition's copy
 */
public record Trained(int partition, long rows, double loss, TrainingState state) {
  /** As the kernel receives it. */
  byte[] toBytes() {
    int length = state.parameters().length;
    ByteBuffer bytes = ByteBuffer.allocate(28 + 3 * Float.BYTES * length);
    bytes.putInt(partition).putLong(rows).putDouble(loss).putInt(state.steps()).putInt(length);
    put(bytes, state.parameters());
    put(bytes, state.first());
    put(bytes, state.second());
    return bytes.array();
  }

  /** Reads what a {@link TrainingPass} gave. */
  public static Trained of(byte[] result) {
    ByteBuffer bytes = ByteBuffer.wrap(result);
    int partition = bytes.getInt();
    long rows = bytes.getLong();
    double loss = bytes.getDouble();
    int steps = bytes.getInt();
    int length = bytes.getInt();
    float[] parameters = floats(bytes, length);
    float[] first = floats(bytes, length);
    return new Trained(
        partition, rows, loss, new TrainingState(parameters, first, floats(bytes, length), steps));
  }

  private static void put(ByteBuffer bytes, float[] values) {
    bytes.asFloatBuffer().put(values);
    bytes.position(bytes.position() + Float.BYTES * values.length);
  }

  private static float[] floats(ByteBuffer bytes, int length) {
    float[] values = new float[length];
    bytes.asFloatBuffer().get(values);
    bytes.position(bytes.position() + Float.BYTES * length);
    return values;
  }
}
