package org.sqlflow.statements;

import org.sqlflow.models.Estimator;
import org.sqlflow.models.attributes.AttributeValues;
import org.sqlflow.models.attributes.CommonAttributes;
import org.sqlflow.syntax.Position;
import org.sqlflow.text.Text;

/** What a training takes of the Java heap; one that would fill it is refused before it begins. */
final class TrainingMemory {
  private final Estimator type;
  private final AttributeValues attributes;
  private final long read;
  private final HeapRoom room;

  /**
   * For a training.
   *
   * @param read bytes of a row as it is read
   * @param place where an error is shown
   */
  TrainingMemory(Estimator type, AttributeValues attributes, long read, Position place) {
    this.type = type;
    this.attributes = attributes;
    this.read = read;
    this.room = new HeapRoom(place, TrainingMemory::advice);
  }

  /** More rows can never be trained on, however free the memory is. */
  long most(int features) {
    return HeapRoom.most(training(features));
  }

  /**
   * Checks before features are learnt.
   *
   * @param toRead whether rows will be read into memory before
   * @param features how many numbers the model sees of a row, as far as that is known
   */
  void check(long rows, int features, boolean toRead) {
    // While features are learnt, a column of numbers is copied, and another for keys.
    long learning = 2L * Double.BYTES + 1 + (long) Float.BYTES * features;
    check(rows, features, (toRead ? read : 0) + learning, 0);
  }

  /**
   * Checks before rows are encoded: categories make many features.
   *
   * @param held whether the rows are in memory as they were read
   */
  void checkRead(long rows, int features, boolean held) {
    long before = held ? read : 0;
    check(rows, features, before + (long) Float.BYTES * features, rows * before);
  }

  private void check(long rows, int features, long reading, long there) {
    room.check(rows, features, Math.max(reading, training(features)), there);
  }

  private long training(int features) {
    return (long) Float.BYTES * features + type.bytesPerRow(attributes, features);
  }

  private static String advice(long fit) {
    return Text.of(
        "Train on a part: WITH %s = %d takes so many by chance, LIMIT in the query the first ones",
        CommonAttributes.SAMPLE, fit);
  }
}
