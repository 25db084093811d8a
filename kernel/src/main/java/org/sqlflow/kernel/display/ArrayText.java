package org.sqlflow.kernel.display;

import java.util.Arrays;

/** Arrays in words. */
final class ArrayText {
  private ArrayText() {}

  /** All elements, those of nested arrays too. */
  static String of(Object array) {
    String wrapped = Arrays.deepToString(new Object[] {array});
    return wrapped.substring(1, wrapped.length() - 1);
  }
}
