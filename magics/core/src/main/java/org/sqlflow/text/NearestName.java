package org.sqlflow.text;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/**
 * The known name that a misspelled word most likely means.
 *
 * <p>Nearness is the optimal string alignment distance (Damerau 1964: one insertion, deletion,
 * replacement or exchange of neighbours costs one), case folded. Short words allow one error,
 * longer ones one per three letters. If no name is that near, one whose last dotted part is the
 * word is taken: {@code model.n_clusters} for {@code n_clusters}.
 */
public final class NearestName {
  private static final int LONGEST = 100;

  private NearestName() {}

  /** The nearest of the known names, in its own spelling; the first of equally near ones. */
  public static Optional<String> of(String word, Collection<String> known) {
    Optional<String> nearest = Optional.empty();
    int least = slips(word) + 1;
    for (String name : known) {
      int distance = distance(word, name, least);
      if (distance < least) {
        least = distance;
        nearest = Optional.of(name);
      }
    }
    return nearest.or(() -> known.stream().filter(name -> isLastPart(word, name)).findFirst());
  }

  /** The question "did you mean …?", if one of the known names is near. */
  public static Optional<String> question(String word, Collection<String> known) {
    return of(word, known).map(near -> "did you mean " + near + "?");
  }

  /** Whether one typing error turns the keyword into the word. */
  public static boolean isOneSlip(String word, String keyword) {
    return distance(word, keyword, 2) == 1;
  }

  private static int slips(String word) {
    return word.length() < 2 ? 0 : Math.max(1, (word.length() + 1) / 3);
  }

  private static boolean isLastPart(String word, String name) {
    String part = name.substring(name.lastIndexOf('.') + 1);
    return !word.isEmpty() && part.equalsIgnoreCase(word);
  }

  /** The distance, or the bound where it is not less. */
  private static int distance(String word, String name, int bound) {
    if (Math.abs(word.length() - name.length()) >= bound || word.length() > LONGEST) {
      return bound;
    }
    String a = word.toLowerCase(Locale.ROOT);
    String b = name.toLowerCase(Locale.ROOT);
    int[] beforeLast = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + (same ? 0 : 1));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
        }
      }
      beforeLast = last;
      last = row;
    }
    return Math.min(last[b.length()], bound);
  }
}
