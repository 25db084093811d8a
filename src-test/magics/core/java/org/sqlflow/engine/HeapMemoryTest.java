package org.sqlflow.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeapMemoryTest {
  @ParameterizedTest
  @CsvSource({
    "4617089843, 2469606195, 4.3 GB, 2.3 GB",
    "4630000000, 4617089843, 4.31 GB, 4.30 GB",
    "4617300000, 4617089843, 4.3002 GB, 4.3000 GB",
    "4617089844, 4617089843.5, '4,617,089,844 bytes', '4,617,089,843 bytes'",
    "1073741824, 1073741823, 1.0 GB, '1,024 MB'",
    "104900000, 104857600, 100.04 MB, 100.00 MB",
  })
  void whatIsNeededAndWhatThereIsNeverLookTheSame(
      double needed, double room, String neededText, String roomText) {
    assertThat(HeapMemory.Sizes.of(needed, room))
        .isEqualTo(new HeapMemory.Sizes(neededText, roomText));
  }

  @Test
  void moreRowsThanAnArrayHoldsAreRefusedHoweverSmall() {
    assertThatThrownBy(() -> HeapMemory.check(3_000_000_000L, 1, 0, 0, rows -> "Take " + rows))
        .isInstanceOf(EngineException.class)
        .hasMessage(
            "3,000,000,000 rows are more than the 2,147,483,639 that fit into one array. Take"
                + " 1073741819");
  }
}
