package org.sqlflow.kernel.java;

import java.util.List;

/**
 * A cell's source with {@code _} written as the variable that holds the last result, because {@code
 * _} is a keyword of Java. Knows where each character came from.
 */
final class UnderscoreSource {
  private final String original;
  private final String rewritten;
  private final List<JavaToken> uses;
  private final int growth;

  private UnderscoreSource(String original, String rewritten, List<JavaToken> uses, int growth) {
    this.original = original;
    this.rewritten = rewritten;
    this.uses = uses;
    this.growth = growth;
  }

  static UnderscoreSource rewrite(String original, String variable) {
    List<JavaToken> uses = UnderscoreUses.find(JavaLexer.tokens(original));
    StringBuilder text = new StringBuilder(original);
    for (int i = uses.size() - 1; i >= 0; i--) {
      text.replace(uses.get(i).start(), uses.get(i).end(), variable);
    }
    return new UnderscoreSource(original, text.toString(), uses, variable.length() - 1);
  }

  static boolean usesUnderscore(String source) {
    return !UnderscoreUses.find(JavaLexer.tokens(source)).isEmpty();
  }

  String original() {
    return original;
  }

  String rewritten() {
    return rewritten;
  }

  /** Where a character of the rewritten text stands in the original. */
  int toOriginal(int position) {
    int shift = 0;
    for (JavaToken use : uses) {
      int start = use.start() + shift;
      if (position <= start) {
        break;
      }
      if (position <= start + growth) {
        return use.start();
      }
      shift += growth;
    }
    return Math.min(position - shift, original.length());
  }

  /** Where a character of the original stands in the rewritten text. */
  int toRewritten(int position) {
    long before = uses.stream().filter(use -> use.end() <= position).count();
    return position + (int) before * growth;
  }
}
