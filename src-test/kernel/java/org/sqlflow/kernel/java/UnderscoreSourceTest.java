package org.sqlflow.kernel.java;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnderscoreSourceTest {
  private static String rewrite(String source) {
    return UnderscoreSource.rewrite(source, results("$r"), name -> name.equals("__")).rewritten();
  }

  private static Results results(String... expressions) {
    Results results = new Results();
    for (int i = 0; i < expressions.length; i++) {
      results.add(i + 1, expressions[i]);
    }
    return results;
  }

  /** {@code #} is a {@code _} that means the last result. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "#",
        "#.to_dataframe()",
        "foo(#)",
        "foo(#, 1)",
        "foo(1, #)",
        "new int[]{#, #}",
        "var x = #;",
        "return #;",
        "throw #;",
        "a + # * #",
        "(Table) #",
        "#::size",
        "x -> #",
        "(x, y) -> #.get(x)",
        "for (var t : #) {}",
        "if (a < 3 && b > #) {}",
        "b ? # : null",
        "List<String> l = #.to_dataframes();",
        "switch (#) { default -> {} }",
        "\"_\" + # + '_' // _",
        "/* _ */ # /* _",
        "\"a \\\" _\" + #",
        "\"\"\"\n_ \\\"\"\" _\n\"\"\" + #",
        "1_000 + #",
        "#\n  .\n  size()",
        "x instanceof A && foo(#)",
      })
  void theUnderscoreIsTheLastResult(String source) {
    assertThat(rewrite(source.replace('#', '_'))).isEqualTo(source.replace("#", "$r"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "_ -> 1",
        "list.forEach(_ -> {})",
        "(_, x) -> x",
        "(x, _) -> x",
        "(_, _) -> 1",
        "(int _, var _) -> 1",
        "var _ = 1;",
        "int _ = 1;",
        "int[] _ = {};",
        "List<String> _ = x;",
        "Map<String, List<? extends A>> _ = x;",
        "for (String _ : names) n++;",
        "for (List<String> _ : names) n++;",
        "try { } catch (Exception _) { }",
        "try (var _ = open()) { }",
        "switch (p) { case Point(int x, _) -> x; case Line(Point(_, _), _) -> 1; }",
        "switch (p) { case A(_), B(_) -> 1; default -> 2; }",
        "p instanceof Point(_, int y)",
        "p instanceof geometry.Point(int x, _)",
        "switch (o) { case String _ -> 1; }",
        "__ + _x + x_ + $_",
        "\"_\"",
        "'_'",
        "// _",
        "/* _ */",
        "\"\"\"\n _ \"\" _\n\"\"\"",
      })
  void theUnderscoreIsNoNameOrNoWord(String source) {
    assertThat(rewrite(source)).isEqualTo(source);
  }

  @Test
  void placesAreFoundAgain() {
    UnderscoreSource source =
        UnderscoreSource.rewrite("a(_, b, _);", results("$result"), name -> false);
    assertThat(source.rewritten()).isEqualTo("a($result, b, $result);");
    assertThat(source.toOriginal(source.rewritten().indexOf("b"))).isEqualTo(5);
    assertThat(source.toOriginal(source.rewritten().indexOf("result"))).isEqualTo(2);
    assertThat(source.toOriginal(source.rewritten().indexOf(";"))).isEqualTo(10);
    assertThat(source.toRewritten(5)).isEqualTo(source.rewritten().indexOf("b"));
    assertThat(source.toRewritten(3)).isEqualTo(source.rewritten().indexOf(", b"));
  }

  @Test
  void resultsAreNamedByTheirCellsAndByTheirOrder() {
    UnderscoreSource source =
        UnderscoreSource.rewrite(
            "_ + __ - Out[1].x + y.Out[1] + a__", results("$1", "s.result(2)"), name -> false);
    assertThat(source.rewritten()).isEqualTo("s.result(2) + $1 - $1.x + y.Out[1] + a__");
    assertThat(source.toOriginal(source.rewritten().indexOf("x +"))).isEqualTo(16);
    assertThat(source.toOriginal(source.rewritten().length())).isEqualTo(34);
    assertThat(source.toRewritten(16)).isEqualTo(source.rewritten().indexOf("x +"));
    assertThat(source.inOriginalWords("no s.result(2)")).isEqualTo("no _");
  }

  @Test
  void whatHasNoResultYetStaysInADraft() {
    assertThat(UnderscoreSource.draft("_ + Out[7]", results(), name -> false).rewritten())
        .isEqualTo("_ + Out[7]");
  }
}
