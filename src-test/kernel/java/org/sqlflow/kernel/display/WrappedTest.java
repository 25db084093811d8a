package org.sqlflow.kernel.display;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WrappedTest {
  @Test
  void linesEndBetweenWordsAndLongWordsStayWhole() {
    assertThat(Wrapped.words("one two three four", 9)).containsExactly("one two", "three", "four");
    assertThat(Wrapped.words("a " + "x".repeat(12) + " b", 9))
        .containsExactly("a", "x".repeat(12), "b");
    assertThat(Wrapped.words("x".repeat(12), 9)).containsExactly("x".repeat(12));
    assertThat(Wrapped.words("    " + "x".repeat(12) + " y", 9))
        .containsExactly("    " + "x".repeat(12), "y");
    assertThat(Wrapped.words("", 9)).containsExactly("");
  }

  @Test
  void whereNoLineMayBeLongerWordsAreBroken() {
    assertThat(Wrapped.strictly("x".repeat(12) + " y", 9)).containsExactly("x".repeat(9), "xxx y");
    assertThat(Wrapped.strictly("\ud83d\ude00".repeat(5), 3))
        .containsExactly("\ud83d\ude00".repeat(3), "\ud83d\ude00".repeat(2));
    assertThat(Wrapped.strictly("abc < 1 AND administrative", 16))
        .containsExactly("abc < 1 AND", "administrative");
    assertThat(Wrapped.strictly("a < administrative_and_more", 12))
        .containsExactly("a < administ", "rative_and_m", "ore");
  }

  @Test
  void aLineMayEndWhereTheTextHadALineEnd() {
    assertThat(Wrapped.strictly("SELECT a\u21b5FROM bbbb\u21b5TO TRAIN kmeans", 16))
        .containsExactly("SELECT a\u21b5FROM", "bbbb\u21b5TO TRAIN", "kmeans");
    assertThat(Wrapped.strictly("COLUMN a,b,c\u21b5INTO_m", 14))
        .containsExactly("COLUMN a,b,c\u21b5", "INTO_m");
  }
}
