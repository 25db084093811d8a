package org.sqlflow.statements;

import java.util.List;

/** Versions of models in messages. */
final class ModelNames {
  private ModelNames() {}

  /** Such as "is version 1 alone" or "are versions 1, 2 and 4". */
  static String listed(List<Integer> versions) {
    List<String> all = versions.stream().map(String::valueOf).toList();
    int last = all.size() - 1;
    return last == 0
        ? "is version " + all.get(0) + " alone"
        : "are versions " + String.join(", ", all.subList(0, last)) + " and " + all.get(last);
  }
}
