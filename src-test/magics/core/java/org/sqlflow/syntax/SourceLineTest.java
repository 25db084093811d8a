package org.sqlflow.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SourceLineTest {
  @Test
  void theCaretStandsBelowThePlace() {
    assertThat(at("SELECT 1;\nSELECT 2 x;\n", 19)).isEqualTo("SELECT 2 x;\n         ^");
  }

  @Test
  void tabsStayTabs() {
    assertThat(at("\tab\tc", 4)).isEqualTo("\tab\tc\n\t  \t^");
  }

  @Test
  void wideCharactersTakeTwoPlacesAndMarksNone() {
    assertThat(at("模e\u0301x", 3)).isEqualTo("模e\u0301x\n\u3000 ^");
  }

  @Test
  void theEndOfTheCellIsAPlace() {
    assertThat(at("ab", 2)).isEqualTo("ab\n  ^");
    assertThat(at("", 0)).isEqualTo("\n^");
    assertThat(at("ab\n", 3)).isEqualTo("\n^");
  }

  @Test
  void aLongLineIsCutAroundTheCaret() {
    String line = "0123456789".repeat(30);

    assertThat(at(line, 5)).isEqualTo("0123456789".repeat(10) + "…\n     ^");
    assertThat(at(line, 155))
        .isEqualTo("…" + line.substring(95, 195) + "…\n" + " ".repeat(61) + "^");
    assertThat(at(line, 300)).isEqualTo("…" + line.substring(240) + "\n" + " ".repeat(61) + "^");
  }

  @Test
  void controlCharactersAreNotPrinted() {
    assertThat(at("a\u001b[31mb", 6)).isEqualTo("a\uFFFD[31mb\n      ^");
  }

  @Test
  void theDatabasesOwnMessageTakesTheSameForm() {
    String cell = "SELECT 1;\nSELECT frm";

    assertThat(SourceLine.message(cell, Position.of(cell, 17), "no column frm"))
        .isEqualTo("line 2:8: no column frm\nSELECT frm\n       ^");
  }

  private static String at(String cell, int offset) {
    return SourceLine.of(cell, Position.of(cell, offset));
  }
}
