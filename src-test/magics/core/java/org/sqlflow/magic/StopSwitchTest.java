package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StopSwitchTest {
  private long now = Duration.ofDays(1).toNanos();
  private final StopSwitch stop = new StopSwitch(() -> now);
  private int stopped;

  private void press(boolean again) {
    stop.press(again, () -> stopped++);
  }

  @Test
  void eachPressStopsWhatRuns() {
    press(false);
    press(true);
    press(true);
    assertThat(stop.isWanted()).isTrue();
    assertThat(stopped).isEqualTo(3);
  }

  @Test
  void aWishThatWasTakenStopsNothingFurther() {
    press(false);
    stop.take();
    now += Duration.ofMinutes(1).toNanos();
    press(true);
    assertThat(stop.isWanted()).isFalse();
    assertThat(stopped).isEqualTo(1);
  }

  @Test
  void whoPressesTwiceInASecondMeansOneWish() {
    press(false);
    stop.take();
    now += Duration.ofMillis(999).toNanos();
    press(false);
    assertThat(stop.isWanted()).isFalse();
    now += Duration.ofMillis(1).toNanos();
    press(false);
    assertThat(stop.isWanted()).isTrue();
    press(true);
    assertThat(stopped).isEqualTo(3);
  }

  @Test
  void theNextCellBeginsAnew() {
    press(false);
    stop.reset();
    assertThat(stop.isWanted()).isFalse();
    press(true);
    assertThat(stop.isWanted()).isTrue();
  }
}
