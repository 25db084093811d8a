package org.sqlflow.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Options of a command line, {@code --name value}; a name may come several times. */
record Arguments(Map<String, List<String>> values) {
  static Arguments of(String[] words, int from) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (int i = from; i < words.length; i += 2) {
      if (!words[i].startsWith("--") || i + 1 == words.length) {
        throw new IllegalArgumentException("expected --name value and found " + words[i]);
      }
      values.computeIfAbsent(words[i].substring(2), name -> new ArrayList<>()).add(words[i + 1]);
    }
    return new Arguments(values);
  }

  /** The last value of an option. */
  Optional<String> of(String name) {
    List<String> given = all(name);
    return given.isEmpty() ? Optional.empty() : Optional.of(given.get(given.size() - 1));
  }

  /** The last value of an option as a number. */
  int number(String name, int other) {
    return of(name).map(Integer::parseInt).orElse(other);
  }

  /** All values of an option. */
  List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }
}
