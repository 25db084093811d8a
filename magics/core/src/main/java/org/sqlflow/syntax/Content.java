package org.sqlflow.syntax;

/** What stands between a token's quotes. */
final class Content {
  private Content() {}

  static String of(String text, Token.Kind kind) {
    return switch (kind) {
      case BACK_QUOTED -> inner(text).replace("``", "`");
      case DOUBLE_QUOTED -> quoted(inner(text), "\"");
      case STRING ->
          switch (text.charAt(0)) {
            case '$' -> dollarQuoted(text);
            case '\'' -> quoted(inner(text), "'");
            case 'q', 'Q' -> text.substring(3, text.length() - 2);
            default -> escaped(text.substring(2, text.length() - 1));
          };
      default -> text;
    };
  }

  private static String inner(String text) {
    return text.substring(1, text.length() - 1);
  }

  private static String quoted(String inner, String quote) {
    StringBuilder content = new StringBuilder();
    for (int i = 0; i < inner.length(); i++) {
      boolean dropped =
          inner.startsWith(quote + quote, i)
              || (inner.charAt(i) == '\\' && onlyQuoteFollows(inner, i + 1, quote));
      if (dropped) {
        i++;
      }
      content.append(inner.charAt(i));
    }
    return content.toString();
  }

  /**
   * A single quote inside got there by the backslash before it, so that backslash is no content.
   */
  private static boolean onlyQuoteFollows(String inner, int i, String quote) {
    return inner.startsWith(quote, i) && !inner.startsWith(quote + quote, i);
  }

  private static String dollarQuoted(String text) {
    int tag = text.indexOf('$', 1) + 1;
    return text.substring(tag, text.length() - tag);
  }

  private static String escaped(String inner) {
    StringBuilder content = new StringBuilder();
    for (int i = 0; i < inner.length(); i++) {
      char c = inner.charAt(i);
      if (c == '\\' && i + 1 < inner.length()) {
        i++;
        content.append(escape(inner.charAt(i)));
      } else {
        content.append(c);
        i += inner.startsWith("''", i) ? 1 : 0;
      }
    }
    return content.toString();
  }

  private static char escape(char letter) {
    return switch (letter) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      default -> letter;
    };
  }
}
