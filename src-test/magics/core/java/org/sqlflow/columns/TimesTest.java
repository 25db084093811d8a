package org.sqlflow.columns;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
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

  @ParameterizedTest
  @CsvSource({
    "2024-01-10, 0",
    "2024-01-31, 0",
    "2024-02-01, 1",
    "2024-02-20, 1",
    "2024-03-01, 2",
    "2025-01-01, 2",
    "1999-01-01, 0",
    "2024-01-31 23:59:59.9, 0",
    "2024-02-01 00:00:00+01, 1",
    "infinity, 2",
    "-infinity, 0",
    "12024-01-01, 2",
    "0044-03-15 (BC), 0",
    "never, ",
    "'', "
  })
  void anotherDateIsTheOneOnTheSameSideOfEachBorder(String text, Integer place) {
    Times times = Times.of(List.of("2024-01-10", "2024-02-20", "2024-03-05")).orElseThrow();

    assertThat(times.place(text)).isEqualTo(Optional.ofNullable(place));
  }

  @ParameterizedTest
  @CsvSource({
    "2024-02-01 07:59:00, 2024-02-01 08:30:10, 2024-02-01 07:59:59.999, 0",
    "2024-02-01 07:59:00, 2024-02-01 08:30:10, 2024-02-01 08:00:00.000000, 1",
    "2024-02-01 07:59:00, 2024-02-01 08:30:10, 2024-02-01, 0",
    "2024-02-01 07:59:00, 2024-02-01 08:30:10, 2024-02-02, 1",
    "08:10:00, 09:20:00, 08:59:59, 0",
    "08:10:00, 09:20:00, 09:00:00, 1",
    "08:10:00, 09:20:00, -01:00:00, 0",
    "08:10:00, 09:20:00, 120:00:00, 1"
  })
  void anotherTimeIsTheOneOnTheSameSideOfTheBorder(
      String below, String above, String text, int place) {
    assertThat(Times.of(List.of(below, above)).orElseThrow().place(text)).contains(place);
  }

  @Test
  void eachKnownTimeIsAtItsOwnPlace() {
    List<String> texts =
        IntStream.range(0, 300)
            .mapToObj(day -> LocalDate.of(2024, 1, 5).plusDays((long) day * day % 7 + 9L * day))
            .map(LocalDate::toString)
            .toList();
    Times times = Times.of(texts).orElseThrow();

    for (int place = 0; place < texts.size(); place++) {
      assertThat(times.place(texts.get(place))).contains(place);
    }
  }

  @Test
  void otherTextsAreNoTimes() {
    assertThat(Times.of(List.of("2024-01-10", "never"))).isEmpty();
    assertThat(Times.of(List.of("2024-01-10", "2024-01-09"))).as("does not ascend").isEmpty();
    assertThat(Times.of(List.of("10", "20"))).isEmpty();
    assertThat(Times.of(List.of())).isEmpty();
  }
}
