package org.sqlflow.kernel.display;

import java.util.ArrayList;
import java.util.List;

/** Text in lines of limited length. */
public final class Wrapped {
  private Wrapped() {}

  /** Lines of at most so many characters, broken between words; longer words stay whole. */
  public static List<String> words(String text, int room) {
    return of(text, room, false);
  }

  /** The same where no line may be longer: words are broken where they leave half of it empty. */
  static List<String> strictly(String text, int room) {
    return of(text, room, true);
  }

  static int width(String text) {
    return text.codePointCount(0, text.length());
  }

  private static List<String> of(String text, int room, boolean strictly) {
    List<String> lines = new ArrayList<>();
    String rest = text;
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
    }
    lines.add(rest);
    return lines;
  }
}
