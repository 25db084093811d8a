package org.sqlflow.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VisibleTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u001b]52;c;aGk=\u0007",
        "\u009b31m",
        "a\rb",
        "\u007f",
        "\u202etxt.exe",
        "\u2066x\u2069",
        "\u0000",
        "\u061c",
        "\u2028",
        "\b",
        "\u200b",
        "\ufeff",
        "\u2060",
        "\udb40\udc41\udb40\udc7f"
      })
  void whatATerminalOrAPageWouldObeyIsShown(String text) {
    String shown = Visible.text("a" + text + "b");

    assertThat(shown).hasSameSizeAs("a" + text + "b").startsWith("a").endsWith("b");
    assertThat(shown.chars())
        .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT);
  }

  @Test
  void aLineHasASignForItsEnds() {
    assertThat(Visible.line("a\r\nb\nc\rd\te")).isEqualTo("a\u21b5b\u21b5c\u21b5d e");
  }

  @Test
  void aValueThatNobodyWouldSeeIsInQuotes() {
    assertThat(Visible.value("")).isEqualTo("''");
    assertThat(Visible.value("a ")).isEqualTo("'a '");
    assertThat(Visible.value("a b")).isEqualTo("a b");
  }

  @Test
  void allElseStays() {
    String text =
        "two\nlines,\ta tab, é, \u05e9\u05dc\u05d5\u05dd, 日本, \ud83d\ude00 \u200d \udb40\udd01";

    assertThat(Visible.text(text)).isSameAs(text);
  }
}
