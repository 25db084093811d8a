package org.sqlflow.syntax;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads the files of cases: the set that lies beside the project where there is one, or ours. */
public final class Cases {
  private static final Path BESIDE = Path.of("..", "..", "..", "shared", "cases");

  private Cases() {}

  /** One row of {@code parser_cases.tsv}. */
  record Row(String expect, String level, String statement, String note) {}

  static List<Row> parserCases() {
    return lines("parser_cases.tsv").stream()
        .skip(1)
        .map(line -> line.split("\t", -1))
        .map(cells -> new Row(cells[0], cells[2], unescaped(cells[3]), cells[4]))
        .toList();
  }

  /** The statements, good and bad, of {@code parser_cases.tsv}. */
  public static List<String> statements() {
    return parserCases().stream().map(Row::statement).toList();
  }

  /** The cells of each row below the header, unescaped. */
  public static List<List<String>> table(String file) {
    return lines(file).stream()
        .skip(1)
        .map(line -> List.of(line.split("\t", -1)).stream().map(Cases::unescaped).toList())
        .toList();
  }

  public static List<String> corpus() {
    return lines("select_corpus.txt").stream().map(Cases::unescaped).toList();
  }

  public static List<String> lines(String file) {
    try {
      Path beside = BESIDE.resolve(file);
      String text = Files.exists(beside) ? Files.readString(beside) : resource(file);
      return text.lines().filter(line -> !line.isEmpty()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String resource(String file) throws IOException {
    try (InputStream in = Cases.class.getResourceAsStream("/syntax/" + file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String unescaped(String text) {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        i++;
        char escaped = text.charAt(i);
        plain.append(
            escaped == 'n' ? '\n' : escaped == 't' ? '\t' : escaped == 'r' ? '\r' : escaped);
      } else {
        plain.append(c);
      }
    }
    return plain.toString();
  }
}
