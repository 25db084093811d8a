package org.sqlflow.kernel.java;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The results of the cells, as Java expressions that give them with their types. */
final class Results {
  /**
   * How many results can be named. JShell writes an import of each into every later snippet, six
   * times for a cell, and keeps all snippets: of 100 results that is 27 KB a cell.
   */
  private static final int MOST = 30;

  private final List<Entry> entries = new ArrayList<>();

  /** A cell's number, and what gives its result. */
  private record Entry(int cell, String expression) {}

  /**
   * The result of a cell, which is the last one now.
   *
   * @return the expression of an earlier result that can no longer be named, if there is one
   */
  synchronized Optional<String> add(int cell, String expression) {
    entries.removeIf(entry -> entry.cell() == cell);
    entries.add(new Entry(cell, expression));
    return entries.size() > MOST ? Optional.of(entries.remove(0).expression()) : Optional.empty();
  }

  /** The last result is 1 back, the one before it 2. */
  synchronized Optional<String> back(int steps) {
    int index = entries.size() - steps;
    return index < 0 ? Optional.empty() : Optional.of(entries.get(index).expression());
  }

  /** The result of a cell. */
  synchronized Optional<String> of(int cell) {
    return entries.stream()
        .filter(entry -> entry.cell() == cell)
        .map(Entry::expression)
        .findFirst();
  }
}
