package org.sqlflow.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** What one benchmark found: a table, and what to know of it. */
final class Section {
  /** In a text of results, a section's paragraphs from here on are written by hand, and stay. */
  private static final String BY_HAND = "<!-- by hand -->";

  private static final String MACHINE = "Measured on its own:";

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

  /**
   * A text of results with this section in the place of its earlier one, or as the first one. What
   * is written by hand in the earlier one stays.
   *
   * @param machine on which it was measured, said below the table
   */
  String into(String results, String machine) {
    int from = from(results);
    int end = end(results);
    String own = textBeside(results) + "\n" + MACHINE + "\n\n" + machine;
    return results.substring(0, from < 0 ? end : from)
        + own
        + (end < results.length() ? "\n" + results.substring(end) : "");
  }

  /** As Markdown, with what is written by hand in this section of an earlier text of results. */
  String textBeside(String earlier) {
    int from = from(earlier);
    return text() + (from < 0 ? "" : byHand(earlier.substring(from, end(earlier))));
  }

  /** An earlier text of results without this section. */
  String without(String earlier) {
    int from = from(earlier);
    return from < 0 ? earlier : earlier.substring(0, from) + earlier.substring(end(earlier));
  }

  private int from(String results) {
    return results.indexOf("## " + title + "\n");
  }

  /** Where this section ends; if it is not there, where the first one begins. */
  private int end(String results) {
    int next = results.indexOf("\n## ", Math.max(0, from(results))) + 1;
    return next == 0 ? results.length() : next;
  }

  private static String byHand(String section) {
    int from = section.indexOf(BY_HAND);
    int end = section.indexOf(MACHINE, Math.max(0, from));
    return from < 0
        ? ""
        : "\n" + section.substring(from, end < 0 ? section.length() : end).strip() + "\n";
  }

  private static String line(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |";
  }
}
