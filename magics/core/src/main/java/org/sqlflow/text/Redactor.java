package org.sqlflow.text;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Masks passwords in what is stored, shown or logged: in URLs ({@code user:…@host}, {@code
 * ?password=…}), in connection strings ({@code password=…}) and in SQL ({@code PASSWORD '…'},
 * {@code SECRET '…'}, {@code IDENTIFIED BY '…'}). A variable such as {@code ${NAME}} reveals
 * nothing and stays.
 */
public final class Redactor {
  private static final String HIDDEN = "***";

  private static final String QUOTED =
      "'[^']*+(?:''[^']*+){0,50}+'|\"[^\"]*+\"|`[^`]*+`|\\$\\$.{0,500}?\\$\\$";

  /** The group of each is the secret. */
  private static final List<Pattern> SECRETS =
      List.of(
          Pattern.compile("(?i)[a-z][a-z0-9+.-]*+://[^\\s/:@'\"]*+:(?!\\$\\{)([^\\s'\"]{1,200})@"),
          Pattern.compile(
              "(?is)(?:password|passwd|passphrase|pwd)[\"']?\\s*[:=]\\s*(?!\\$\\{)(''.{0,200}?''|"
                  + QUOTED
                  + "|[^\\s&;,'\")}\\]]++)"),
          Pattern.compile(
              "(?is)(?:secret|token|(?:api|access|account|secret|private)_?key)[\"']?\\s*[:=]\\s*("
                  + QUOTED
                  + ")"),
          Pattern.compile(
              "(?i)[?&;](?:[a-z_-]*(?:secret|token|key|signature|sig))=([^\\s&;,'\")]++)"),
          Pattern.compile(
              "(?is)\\b(?:identified\\s+by|(?:[a-z_]*_)?(?:password|passwd|secret|token|account_key))"
                  + "\\s+("
                  + QUOTED
                  + ")"));

  private Redactor() {}

  /** A text with {@code ***} for each password; quotes around it stay. */
  public static String redacted(String text) {
    return each(text, secret -> HIDDEN);
  }

  /** The same with the length of the text unchanged, so that offsets stay valid. */
  public static String veiled(String text) {
    return each(text, secret -> "*".repeat(secret.length()));
  }

  private static String each(String text, UnaryOperator<String> hide) {
    String left = text;
    for (Pattern pattern : SECRETS) {
      Matcher matcher = pattern.matcher(left);
      StringBuilder result = new StringBuilder();
      int from = 0;
      while (matcher.find()) {
        int start = matcher.start(1);
        int end = matcher.end(1);
        boolean quoted = end - start > 1 && "'\"`".indexOf(left.charAt(start)) >= 0;
        if (quoted) {
          start++;
          end--;
        }
        result.append(left, from, start);
        result.append(start == end ? "" : hide.apply(left.substring(start, end)));
        from = end;
      }
      left = result.append(left, from, left.length()).toString();
    }
    return left;
  }
}
