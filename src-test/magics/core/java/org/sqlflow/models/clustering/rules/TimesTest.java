package org.sqlflow.models.clustering.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimesTest {
  @ParameterizedTest
  @CsvSource({
    "2023-12-30, 2024-02-10, 2024-01-01, DATE",
    "2024-01-30, 2024-02-10, 2024-02-01, DATE",
    "2024-02-09, 2024-02-10, 2024-02-10, DATE",
    "2024-01-30 23:00:00, 2024-02-01 08:30:00, 2024-02-01 00:00:00, TIMESTAMP",
    "2024-02-01 07:59:00, 2024-02-01 08:30:10, 2024-02-01 08:00:00, TIMESTAMP",
    "2024-02-01 08:30:10, 2024-02-01 08:30:40.5, 2024-02-01 08:30:40.500, TIMESTAMP",
    "08:10:00, 09:20:00, 09:00:00, TIME"
  })
  void aBorderIsTheRoundestTimeBetweenTwo(String below, String above, String border, String type) {
    Times times = Times.of(List.of(below, above)).orElseThrow();

    assertThat(times.between(0, 1)).isOne();
    assertThat(Times.text(times.border(1))).isEqualTo(border);
    assertThat(Times.type(times.border(1))).isEqualTo(type);
  }

  @Test
  void whatIsMissingComesAfterTheLast() {
    Times times = Times.of(List.of("2024-01-10", "2024-01-20", "2024-03-05")).orElseThrow();

    assertThat(times.between(0, 3)).isEqualTo(3);
    assertThat(times.between(0, 2)).as("before March").isEqualTo(2);
  }

  @Test
  void otherTextsAreNoTimes() {
    assertThat(Times.of(List.of("2024-01-10", "never"))).isEmpty();
    assertThat(Times.of(List.of("2024-01-10", "2024-01-09"))).as("does not ascend").isEmpty();
    assertThat(Times.of(List.of("10", "20"))).isEmpty();
    assertThat(Times.of(List.of())).isEmpty();
  }
}
