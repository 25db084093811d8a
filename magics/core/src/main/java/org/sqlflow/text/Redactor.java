package org.sqlflow.text;

import java.util.function.IntFunction;

/**
 * Masks passwords in what is stored, shown or logged: in URLs ({@code user:…@host}, {@code
 * ?password=…}), in connection strings ({@code password=…}), in headers ({@code Authorization:
 * Bearer …}) and in the SQL of each database ({@code PASSWORD '…'}, {@code SECRET := '…'}, {@code
 * IDENTIFIED BY '…'}). It recognises them by where they are and never by their letters. A variable
 * such as {@code ${NAME}} reveals nothing and stays, as does MariaDB's {@code (using password:
 * YES)}. The time it takes is linear in the length of the text.
 */
public final class Redactor {
  private Redactor() {}

  /** The text with {@code ***} in place of each password; quotes around it stay. */
  public static String redacted(String text) {
    return each(text, false, length -> "***");
  }

  /**
   * SQL with {@code ***} in place of each password: only literals are, so that a comparison such as
   * {@code a.password = b.password} stays.
   */
  public static String redactedSql(String sql) {
    return each(sql, true, length -> "***");
  }

  /** The same in the same length, for a text whose positions are shown. */
  public static String veiled(String text) {
    return each(text, false, "*"::repeat);
  }

  private static String each(String text, boolean isSql, IntFunction<String> hide) {
    StringBuilder result = new StringBuilder(text.length());
    int from = 0;
    for (Secrets.Span secret : Secrets.of(text, isSql)) {
      result.append(text, from, secret.start());
      result.append(hide.apply(secret.end() - secret.start()));
      from = secret.end();
    }
    return result.append(text, from, text.length()).toString();
  }
}
