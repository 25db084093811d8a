package org.sqlflow.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextTest {
  @Test
  void aListHasAWordBeforeItsLastThing() {
    assertThat(Text.list(List.of(1, 2, 4))).isEqualTo("1, 2 and 4");
    assertThat(Text.list(List.of("a", "b"), "or")).isEqualTo("a or b");
    assertThat(Text.list(List.of("a"))).isEqualTo("a");
    assertThat(Text.list(List.of())).isEmpty();
  }

  @Test
  void aNounBeforeAListIsInThePluralIfThereAreSeveral() {
    assertThat(Text.withNoun("group", List.of(3))).isEqualTo("group 3");
    assertThat(Text.withNoun("Version", List.of(1, 2, 4))).isEqualTo("Versions 1, 2 and 4");
  }

  @Test
  void aLongListHasItsFirstThingsAndHowManyMoreThereAre() {
    assertThat(Text.first(2, List.of("a", "b"))).isEqualTo("a, b");
    assertThat(Text.first(2, List.of("a", "b", "c", "d", "e"))).isEqualTo("a, b and 3 more");
  }

  @Test
  void oneThingIsInTheSingular() {
    assertThat(Text.counted(0, "row")).isEqualTo("0 rows");
    assertThat(Text.counted(1, "row")).isEqualTo("1 row");
    assertThat(Text.counted(1234, "row")).isEqualTo("1,234 rows");
    assertThat(Text.counted(2, "class")).isEqualTo("2 classes");
  }
}
