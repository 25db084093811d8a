package org.sqlflow.kernel.java;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JavaLexerTest {
  @Test
  void aSymbolOutsideTheBasicPlaneIsOneToken() {
    assertThat(JavaLexer.tokens("a \ud83d\ude00+_"))
        .extracting(JavaToken::text)
        .containsExactly("a", "\ud83d\ude00", "+", "_");
  }
}
