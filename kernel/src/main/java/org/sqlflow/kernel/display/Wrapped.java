package org.sqlflow.kernel.display;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Texts in lines of bounded width, broken at spaces where there are any. */
public final class Wrapped {
  private Wrapped() {}

  /**
   * A text whose long lines go on below.
   *
   * @param width the most characters of a line
   * @param indent what the further lines of a line begin with
   */
  public static String lines(String text, int width, String indent) {
    return text.lines()
        .map(line -> String.join("\n" + indent, parts(line, width, width - indent.length())))
        .collect(Collectors.joining("\n"));
  }

  private static List<String> parts(String line, int first, int further) {
    List<String> parts = new ArrayList<>();
    String rest = line;
    int room = first;
    while (rest.codePointCount(0, rest.length()) > room) {
      int end = rest.offsetByCodePoints(0, room);
      int space = rest.lastIndexOf(' ', end);
      int at = space > end / 2 ? space : end;
      parts.add(rest.substring(0, at));
      rest = rest.substring(at).stripLeading();
      room = further;
    }
    parts.add(rest);
    return parts;
  }
}
