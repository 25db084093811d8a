package org.sqlflow.kernel.display;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Text in lines of limited length. */
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
        .map(line -> String.join("\n" + indent, of(line, width, width - indent.length(), true)))
        .collect(Collectors.joining("\n"));
  }

  /** Lines of at most so many characters, broken between words; longer words stay whole. */
  public static List<String> words(String text, int width) {
    return of(text, width, width, false);
  }

  /** The same where no line may be longer: words are broken where they leave half of it empty. */
  static List<String> strictly(String text, int width) {
    return of(text, width, width, true);
  }

  static int width(String text) {
    return text.codePointCount(0, text.length());
  }

  private static List<String> of(String text, int first, int further, boolean strictly) {
    List<String> lines = new ArrayList<>();
    String rest = text;
    int room = first;
    while (width(rest) > room) {
      int end = rest.offsetByCodePoints(0, room);
      int at = rest.lastIndexOf(' ', end);
      int indent = rest.length() - rest.stripLeading().length();
      if (strictly && at <= end / 2) {
        at = end;
      } else if (at <= indent) {
        at = rest.indexOf(' ', end);
      }
      if (at < 0) {
        break;
      }
      lines.add(rest.substring(0, at));
      rest = rest.substring(at).stripLeading();
      room = further;
    }
    lines.add(rest);
    return lines;
  }
}
