package org.sqlflow.kernel.java;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The results of the cells, as typed Java expressions. Thread-safe. */
final class Results {
  /**
   * How many results can be used. JShell writes an import of each into every later snippet, six
   * times for a cell, and keeps all snippets: with 100 results that is 27 kB for each cell.
   */
  private static final int MOST = 30;

  private final List<Entry> entries = new ArrayList<>();

  /** A cell's number, and the expression for its result. */
  private record Entry(int cell, String expression) {}

  /**
   * Adds the result of a cell as the last one.
   *
   * @return the expression of the earliest result if it can no longer be used
   */
  synchronized Optional<String> add(int cell, String expression) {
    entries.removeIf(entry -> entry.cell() == cell);
    entries.add(new Entry(cell, expression));
    return entries.size() > MOST ? Optional.of(entries.remove(0).expression()) : Optional.empty();
  }

  /** A result by its distance: the last one is 1 step back, the one before it 2. */
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
