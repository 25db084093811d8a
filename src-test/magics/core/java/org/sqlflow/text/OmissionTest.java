package org.sqlflow.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OmissionTest {
  @Test
  void withoutColumnOneIsWritten() {
    Omission all = Omission.of(Set.of("a", "my col"));

    assertThat(all.leaving(List.of("my col")))
        .isEqualTo("leave it out with COLUMN * EXCEPT (\"my col\")");
    assertThat(all.keepingOne(List.of("a", "my col")))
        .isEqualTo("keep one with COLUMN * EXCEPT (a, \"my col\")");
    assertThat(all.keepingOneOfEach(List.of("a", "my col")))
        .isEqualTo("keep one of each with COLUMN * EXCEPT (a, \"my col\")");
  }

  @Test
  void whatAStarLeavesOutStaysOut() {
    Omission star = new Omission(Set.of("b", "c"), List.of("a"), true);

    assertThat(star.leaving(List.of("b"))).isEqualTo("leave it out with COLUMN * EXCEPT (a, b)");
  }

  @Test
  void aStarAmongOtherEntriesIsNamed() {
    Omission some = new Omission(Set.of("b"), List.of(), false);

    assertThat(some.leaving(List.of("b"))).isEqualTo("leave it out with * EXCEPT (b) in COLUMN");
    assertThat(some.keepingOne(List.of("b"))).isEqualTo("keep one with * EXCEPT (b) in COLUMN");
  }

  @Test
  void aListOfColumnsLacksItThen() {
    Omission none = new Omission(Set.of(), List.of(), false);

    assertThat(none.leaving(List.of("b"))).isEqualTo("leave b out of COLUMN");
    assertThat(none.keepingOne(List.of("b", "c d")))
        .isEqualTo("keep one: leave b and \"c d\" out of COLUMN");
  }
}
