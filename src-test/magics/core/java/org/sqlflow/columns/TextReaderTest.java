package org.sqlflow.columns;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextReaderTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "$1,234.50 | POINT | 1234.5",
        "12% | POINT | 12",
        "(123) | POINT | -123",
        "($1,234.50) | POINT | -1234.5",
        "-$5.25 | POINT | -5.25",
        "1 234,5 | COMMA | 1234.5",
        "1.262,09 | COMMA | 1262.09",
        "12.034,15 € | COMMA | 12034.15",
        "EUR 1.262,09 | COMMA | 1262.09",
        "0,1115 | COMMA | 0.1115",
        "12 kg | POINT | 12",
        "1'234.5 | POINT | 1234.5",
        "1.5e3 | POINT | 1500",
        "1,23,456.00 | POINT | 123456"
      })
  void aNumberIsReadWithWhatStandsAroundIt(String text, NumberFormat format, double value) {
    assertThat(format.number(text)).isEqualTo(value);
    assertThat(read(text).numbers()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "K12",
        "A-7",
        "10:30",
        "2020-01-02",
        "192.168.0.1",
        "1,2,3",
        "12-34",
        "a1b",
        "1 of 3",
        "$"
      })
  void aNameIsNoNumber(String text) {
    assertThat(read(text).numbers()).isEmpty();
  }

  @Test
  void markersOfMissingValuesAreCountedApart() {
    TextSummary.Numbers numbers =
        read(Stream.concat(numbers(50), Stream.of("$null$", "$null$", "N/A"))
                .toArray(String[]::new))
            .numbers()
            .orElseThrow();

    assertThat(numbers.markers()).containsExactly("$null$", "N/A");
    assertThat(numbers.marked()).isEqualTo(3);
    assertThat(numbers.parsed()).isEqualTo(50);
    assertThat(numbers.isSafe()).isTrue();
    assertThat(numbers.readerOption()).contains("nullstr = ['$null$', 'N/A']");
  }

  @Test
  void oneSignOfThreeDigitsIsAmbiguousUnlessOtherValuesDecide() {
    assertThat(read("1,234", "2,500").numbers().orElseThrow().ambiguous()).isTrue();
    assertThat(read("1,234", "2,500").numbers().orElseThrow().isSafe()).isFalse();
    assertThat(read("1,234", "2,500.5").numbers().orElseThrow())
        .returns(false, TextSummary.Numbers::ambiguous)
        .returns(NumberFormat.POINT, TextSummary.Numbers::format);
    assertThat(read("1,234", "2,5").numbers().orElseThrow())
        .returns(false, TextSummary.Numbers::ambiguous)
        .returns(NumberFormat.COMMA, TextSummary.Numbers::format);
  }

  @Test
  void unitsThatDifferMakeNoNumber() {
    assertThat(read("1st", "2nd", "3rd", "4th").numbers()).isEmpty();
    assertThat(read("12 kg", "500 g", "1 kg", "7 g").numbers()).isEmpty();
  }

  @Test
  void leadingZerosAreCodesAndDaysAreDates() {
    assertThat(read("01234", "99501").codes()).isTrue();
    assertThat(read("01234", "99501").numbers()).isEmpty();
    assertThat(read("2020-01-02", "2021-12-31").dates()).isTrue();
    assertThat(read("31.12.2020", "1.2.21").dates()).isTrue();
  }

  @Test
  void someTextsAmongNumbersAreCounted() {
    TextSummary.Numbers numbers =
        read(Stream.concat(numbers(95), Stream.of("x", "y", "about 5")).toArray(String[]::new))
            .numbers()
            .orElseThrow();

    assertThat(numbers.others()).isEqualTo(3);
    assertThat(numbers.otherExample()).isEqualTo("about 5");
    assertThat(numbers.isSafe()).isFalse();
  }

  private static Stream<String> numbers(int count) {
    return IntStream.range(0, count).mapToObj(i -> i + ".5");
  }

  private static TextSummary read(String... texts) {
    return TextReader.read(Arrays.copyOf(texts, texts.length));
  }
}
