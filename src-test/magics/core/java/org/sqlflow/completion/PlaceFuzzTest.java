package org.sqlflow.completion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sqlflow.syntax.Cases;
import org.sqlflow.syntax.LexicalRules;

/**
 * At every place of every text, whole or cut off there, something or nothing fits: never an error.
 */
class PlaceFuzzTest {
  private static List<String> texts() {
    List<String> texts = new ArrayList<>();
    texts.addAll(Cases.statements());
    Cases.statements().stream()
        .filter(statement -> statement.strip().toUpperCase(Locale.ROOT).startsWith("TO "))
        .forEach(statement -> texts.add("SELECT * FROM t " + statement));
    texts.addAll(Cases.corpus());
    Cases.table("select_traps.tsv").forEach(texts::addAll);
    texts.addAll(Cases.lines("naughty_strings.txt"));
    return texts;
  }

  @Test
  void noTextIsTooBroken() {
    int found = 0;
    for (String text : texts()) {
      // Every place of short texts; of long ones some.
      int step = 1 + text.length() / 50;
      for (int cursor = text.length() % step; cursor <= text.length(); cursor += step) {
        found += check(text, LexicalRules.STANDARD, cursor) ? 1 : 0;
        check(text.substring(0, cursor), LexicalRules.MARIADB, cursor);
      }
    }
    assertThat(found).isGreaterThan(1000);
  }

  private static boolean check(String text, LexicalRules rules, int cursor) {
    Optional<Place> place = Place.of(text, rules, cursor);
    Place.ofWord(text, rules, cursor);
    place.ifPresent(p -> assertThat(p.start()).isBetween(0, cursor).isLessThanOrEqualTo(p.end()));
    place.ifPresent(p -> assertThat(p.end()).isBetween(cursor, text.length()));
    return place.filter(p -> !p.wanted().isEmpty() || !p.keywords().isEmpty()).isPresent();
  }
}
