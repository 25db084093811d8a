package org.sqlflow.text;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Passwords in texts that others may read. */
public final class Secrets {
  // What stands between the user's name and the last @ of a word, and what a parameter assigns.
  // A variable such as ${NAME} tells nothing and stays.
  private static final Pattern SECRET =
      Pattern.compile(
          "(?<=://)([^\\s:/@]*:)(?!\\$\\{[^}\\s]*}@)(\\S+)(?=@)"
              + "|((?i:password|passwd|pwd)=)(?!\\$\\{)([^\\s;&'\"]+)");

  private Secrets() {}

  /** The text with a star for each character of the passwords in its URLs. */
  public static String hidden(String text) {
    Matcher secret = SECRET.matcher(text);
    StringBuilder hidden = new StringBuilder();
    while (secret.find()) {
      boolean inUrl = secret.group(1) != null;
      String before = inUrl ? secret.group(1) : secret.group(3);
      String value = inUrl ? secret.group(2) : secret.group(4);
      secret.appendReplacement(
          hidden, Matcher.quoteReplacement(before + "*".repeat(value.length())));
    }
    return secret.appendTail(hidden).toString();
  }
}
