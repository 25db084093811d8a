package org.sqlflow.columns;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NumberFormatTest {
  /** What makes up texts that hold numbers, and texts that nearly do. */
  private static final List<String> PIECES =
      List.of(
          "1", "12", "234", "0", "05", ",", ".", "'", " ", "\u00a0", "-", "+", "(", ")", "$", "€",
          "US$", "EUR", "Rs.", "kr", "%", "kg", "m²", "km/h", "e3", "E-2", "x", "\t", "/");

  /** Exponents that databases may read as none: they fail where a number is no double any more. */
  private static final Pattern LARGE = Pattern.compile("[eE][-+]?[0-9]{3}");

  /** What a database does with the expressions, in Java. */
  private static double read(NumberFormat format, NumberFormat.Expressions known, String text) {
    if (!found(known.whole(), text) || found(known.unbalanced(), text)) {
      return Double.NaN;
    }
    String digits = text;
    for (String around : known.around()) {
      digits = pattern(around).matcher(digits).replaceAll("");
    }
    digits = pattern(known.separators()).matcher(digits).replaceAll("");
    return (found(known.negative(), text) ? -1 : 1)
        * Double.parseDouble(digits.replace(format.decimal(), '.'));
  }

  private static boolean found(String expression, String text) {
    return pattern(expression).matcher(text).find();
  }

  private static Pattern pattern(String expression) {
    return Pattern.compile(expression.replace("[:space:]", "\\s"));
  }

  @ParameterizedTest
  @EnumSource
  void theExpressionsReadWhatTheFormatReads(NumberFormat format) {
    NumberFormat.Expressions known = format.expressions();
    SplittableRandom random = new SplittableRandom(1);
    int numbers = 0;
    for (int i = 0; i < 5_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int pieces = 1 + random.nextInt(6); pieces > 0; pieces--) {
        text.append(PIECES.get(random.nextInt(PIECES.size())));
      }
      if (LARGE.matcher(text).find()) {
        continue;
      }
      double number = format.number(text.toString());
      numbers += Double.isNaN(number) ? 0 : 1;
      assertThat(Double.valueOf(read(format, known, text.toString())))
          .as("'%s'", text)
          .isEqualTo(Double.valueOf(number));
    }
    assertThat(numbers).isGreaterThan(200);
  }

  @Test
  void theExpressionsHaveNoBackslash() {
    for (NumberFormat format : NumberFormat.values()) {
      assertThat(format.expressions().toString()).doesNotContain("\\");
    }
  }
}
