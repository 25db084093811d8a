package org.sqlflow.kernel.cell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parameters as papermill writes them with {@code --language python}. */
class ParametersTest {
  private static String java(String assignments) {
    return Parameters.java("# Parameters\n" + assignments).orElse("no parameters");
  }

  @Test
  void literalsBecomeVariablesOfTheirTypes() {
    assertThat(
            java(
                """
                n = 5
                big = 12345678901
                huge = 123456789012345678901234567890
                rate = -1e-07
                city = "O'Brien \\"x\\" \\\\ \\xe9\\n\\u20ac"
                flag = True
                none = None
                limit = float('-inf')
                """))
        .isEqualTo(
            """
            int n = 5;
            long big = 12345678901L;
            java.math.BigInteger huge = new java.math.BigInteger("123456789012345678901234567890");
            double rate = -1.0E-7;
            String city = "O'Brien \\"x\\" \\\\ \\u00e9\\n\\u20ac";
            boolean flag = true;
            Object none = null;
            double limit = Double.NEGATIVE_INFINITY;
            """);
  }

  @Test
  void listsAndDictionariesAreNested() {
    assertThat(java("ids = [\n    1,\n    2,\n]\nd = {\"a\": [None], 'b': {}}"))
        .isEqualTo(
            """
            var ids = java.util.Arrays.asList(1, 2);
            var d = java.util.Map.ofEntries(java.util.Map.entry("a", (Object) java.util.Arrays.asList((Object) null)), java.util.Map.entry("b", (Object) java.util.Map.ofEntries()));
            """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"n = compute()", "n = 5; m = 6", "n = [1", "n = \"open", "import os", "n = 1 + 1"})
  void whatPapermillDoesNotWriteIsAnOrdinaryCell(String text) {
    assertThat(Parameters.java("# Parameters\n" + text)).isEmpty();
    assertThat(Parameters.java("n = 5")).isEmpty();
  }
}
