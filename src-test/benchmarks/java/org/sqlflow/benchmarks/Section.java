package org.sqlflow.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** What one benchmark found: a table, and what to know of it. */
final class Section {
  private final String title;
  private final List<String> header;
  private final List<List<String>> rows = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  Section(String title, String... header) {
    this.title = title;
    this.header = List.of(header);
  }

  /** Adds a row, and shows it at once. */
  void row(String... cells) {
    if (cells.length != header.size()) {
      throw new IllegalArgumentException(cells.length + " cells for " + header.size());
    }
    rows.add(List.of(cells));
    System.err.println(line(List.of(cells)));
  }

  void note(String note) {
    notes.add(note);
  }

  /** As Markdown. */
  String text() {
    StringBuilder text = new StringBuilder("## " + title + "\n\n");
    text.append(line(header)).append('\n');
    text.append(line(header.stream().map(name -> "---").toList())).append('\n');
    rows.forEach(row -> text.append(line(row)).append('\n'));
    notes.forEach(note -> text.append('\n').append(note).append('\n'));
    return text.toString();
  }

  private static String line(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |";
  }
}
