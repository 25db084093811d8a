package org.sqlflow.kernel.display;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.sqlflow.text.Visible;

/** Wraps text into lines of limited length. */
public final class Wrapped {
  private Wrapped() {}

  /**
   * A text with its long lines wrapped.
   *
   * @param width the longest line in characters
   * @param indent the start of each continuation line
   */
  public static String lines(String text, int width, String indent) {
    return text.lines()
        .map(line -> String.join("\n" + indent, of(line, width, width - indent.length(), true)))
        .collect(Collectors.joining("\n"));
  }

  /** Lines of at most {@code width} characters, broken between words; longer words stay whole. */
  public static List<String> words(String text, int width) {
    return of(text, width, width, false);
  }

  /** Like {@link #words}, but never longer: a word that would leave half a line empty is broken. */
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
      int at =
          Math.max(rest.lastIndexOf(' ', end), rest.lastIndexOf(Visible.LINE_END, end - 1) + 1);
      int indent = rest.length() - rest.stripLeading().length();
      if (strictly && at <= end / 3) {
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
