package org.sqlflow.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sqlflow.syntax.Placeholder.Bare;
import org.sqlflow.syntax.Placeholder.Neighbour;
import org.sqlflow.syntax.Placeholder.Quoted;
import org.sqlflow.syntax.Token.Kind;

/**
 * Finds the {@code ${name}} of a cell by its tokens, so it is known for each whether it is in a
 * string, in a quoted name or outside of both. Those in comments are left alone.
 */
public final class Placeholders {
  /** Possessive and bounded, so that a text full of openings takes no longer than others. */
  private static final Pattern FORM =
      Pattern.compile("\\$\\$\\{|\\$\\{[ \\t]{0,100}+([^}\\s]{1,100}+)[ \\t]{0,100}+}");

  /** Outside of quotes, an expression with spaces cannot be anything else. */
  private static final Pattern BARE =
      Pattern.compile(
          "\\$\\$\\{|\\$\\{[ \\t]{0,100}+([^}\\s](?:[^}\\r\\n]{0,98}[^}\\s])?)[ \\t]{0,100}+}");

  private final String text;
  private final Scanner sql;
  private final List<Placeholder> found = new ArrayList<>();

  private Placeholders(String text, LexicalRules rules) {
    this.text = text;
    this.sql = new Scanner(text, rules);
  }

  /**
   * The placeholders of a text in their order. There are none after a string that is never closed:
   * the parser refuses the text.
   *
   * @param rules how the database reads strings and comments
   */
  public static List<Placeholder> in(String text, LexicalRules rules) {
    if (!text.contains("${")) {
      return List.of();
    }
    Placeholders placeholders = new Placeholders(text, rules);
    try {
      placeholders.findAll();
    } catch (SyntaxException unclosed) {
      // Parsing says what is wrong.
    }
    return List.copyOf(placeholders.found);
  }

  private void findAll() {
    Splitter splitter = new Splitter(sql);
    int from = 0;
    Optional<Splitter.Piece> piece = splitter.next(from);
    while (piece.isPresent()) {
      boolean extended = piece.get().extended();
      from = find(sql, piece.get().start(), piece.get().stop().start(), false);
      if (extended) {
        from = find(sql.ofExtension(), piece.get().stop().start(), text.length(), true);
      }
      piece = splitter.next(from);
    }
  }

  /** Looks through tokens up to an offset or, in an extension, up to its semicolon. */
  private int find(Scanner scanner, int from, int to, boolean inExtension) {
    Token before = new Token(Kind.END, from, from);
    int at = from;
    while (at < to) {
      Token token = scanner.tokenAt(at);
      if (token.is(Kind.END) || token.start() >= to) {
        return to;
      }
      if (inExtension && scanner.isSymbol(token, ';')) {
        return token.start();
      }
      at = token.end();
      switch (token.kind()) {
        case STRING, DOUBLE_QUOTED, BACK_QUOTED -> quoted(token, inExtension);
        case SYMBOL, WORD, NUMBER -> {
          boolean afterIn = scanner.isWord(before, "IN");
          at = bare(token, inExtension, afterIn).orElse(at);
        }
        default -> {
          // The end.
        }
      }
      before = token;
    }
    return at;
  }

  /** Looks for a placeholder at a token's end: a word includes the dollar sign right after it. */
  private Optional<Integer> bare(Token token, boolean inExtension, boolean afterIn) {
    int dollar = token.end() - 1;
    if (text.charAt(dollar) != '$' || !text.startsWith("{", token.end())) {
      return Optional.empty();
    }
    int start = dollar > 0 && text.charAt(dollar - 1) == '$' ? dollar - 1 : dollar;
    Matcher form = BARE.matcher(text).region(start, text.length());
    if (!form.lookingAt()) {
      return Optional.empty();
    }
    Bare place = new Bare(inExtension, neighbour(start, form.end()), afterIn);
    found.add(placeholder(form, place));
    return Optional.of(form.end());
  }

  private Neighbour neighbour(int start, int end) {
    char before = sql.charAt(start - 1);
    char after = sql.charAt(end);
    if (isQuote(before) || isQuote(after)) {
      return Neighbour.QUOTE;
    }
    boolean word =
        isWord(start > 0 ? text.codePointBefore(start) : 0)
            || isWord(end < text.length() ? text.codePointAt(end) : 0)
            || before == '}' && !found.isEmpty() && found.get(found.size() - 1).end() == start;
    return word ? Neighbour.WORD : before == '-' ? Neighbour.MINUS : Neighbour.NONE;
  }

  private static boolean isQuote(char c) {
    return c == '\'' || c == '"' || c == '`';
  }

  private static boolean isWord(int c) {
    return c == '_' || c == '$' || Character.isLetterOrDigit(c);
  }

  private void quoted(Token token, boolean inExtension) {
    String prefix = prefix(token);
    int tag = prefix.startsWith("$") ? prefix.length() : 0;
    int open = tag > 0 ? token.start() + tag : contentStart(token);
    Matcher form = FORM.matcher(text).region(open, token.end() - tag);
    boolean endsEarly = tag == 0 && endsEarly(token, open);
    while (form.find()) {
      boolean whole = form.start() == open && form.end() == token.end() - 1;
      int backslash = form.start();
      while (backslash > open && text.charAt(backslash - 1) == '\\') {
        backslash--;
      }
      boolean odd = (form.start() - backslash) % 2 == 1;
      found.add(placeholder(form, new Quoted(token, prefix, whole, odd, endsEarly, inExtension)));
    }
  }

  private int contentStart(Token token) {
    int quote = token.start();
    while ("'\"`".indexOf(text.charAt(quote)) < 0) {
      quote++;
    }
    return quote + 1;
  }

  /** Whether only the scanner's leniency keeps a string open up to its end; see {@link Scanner}. */
  private boolean endsEarly(Token token, int contentStart) {
    String quote = text.substring(contentStart - 1, contentStart);
    String content = text.substring(contentStart, token.end() - 1);
    return contentStart == token.start() + 1 && content.replace(quote + quote, "").contains(quote);
  }

  /** The letters of {@code E'…'} and {@code U&'…'}, a dollar tag, or nothing. */
  private String prefix(Token token) {
    if (text.charAt(token.start()) == '$') {
      return text.substring(token.start(), text.indexOf('$', token.start() + 1) + 1);
    }
    String own = text.substring(token.start(), contentStart(token) - 1);
    boolean unicode =
        own.isEmpty()
            && token.start() >= 2
            && text.regionMatches(true, token.start() - 2, "U&", 0, 2);
    return unicode ? "U&" : own.toUpperCase(Locale.ROOT);
  }

  private static Placeholder placeholder(Matcher form, Placeholder.Place place) {
    String name = Optional.ofNullable(form.group(1)).orElse("");
    return new Placeholder(form.start(), form.end(), name, place);
  }
}
