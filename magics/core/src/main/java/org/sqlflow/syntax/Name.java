package org.sqlflow.syntax;

/**
 * A name as written, without its quotes.
 *
 * @param text the name; a model's name may hold {@code . / : -}
 * @param quoted whether it stood in {@code "…"} or {@code `…`}
 * @param position where it starts
 */
public record Name(String text, boolean quoted, Position position) {
  @Override
  public String toString() {
    return text;
  }
}
