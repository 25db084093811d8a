package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class CancellationTokenTest {
  private long now = Duration.ofDays(1).toNanos();
  private final CancellationToken token = new CancellationToken(() -> now);
  private int actions;

  private void cancel(boolean repeated) {
    token.cancel(repeated, () -> actions++);
  }

  @Test
  void eachRequestStopsWhatRuns() {
    cancel(false);
    cancel(true);
    cancel(true);
    assertThat(token.isCancelled()).isTrue();
    assertThat(actions).isEqualTo(3);
  }

  @Test
  void anAcknowledgedRequestStopsNothingElse() {
    cancel(false);
    token.acknowledge();
    now += Duration.ofMinutes(1).toNanos();
    cancel(true);
    assertThat(token.isCancelled()).isFalse();
    assertThat(actions).isEqualTo(1);
  }

  @Test
  void twoRequestsWithinASecondAreOne() {
    cancel(false);
    token.acknowledge();
    now += Duration.ofMillis(999).toNanos();
    cancel(false);
    assertThat(token.isCancelled()).isFalse();
    now += Duration.ofMillis(1).toNanos();
    cancel(false);
    assertThat(token.isCancelled()).isTrue();
    cancel(true);
    assertThat(actions).isEqualTo(3);
  }

  @Test
  void theNextCellStartsWithoutARequest() {
    cancel(false);
    token.reset();
    assertThat(token.isCancelled()).isFalse();
    cancel(true);
    assertThat(token.isCancelled()).isTrue();
  }

  @Test
  void aBatchNeverWaitsForAnActionButTheNextCellDoes() throws Exception {
    CountDownLatch acting = new CountDownLatch(1);
    CountDownLatch answered = new CountDownLatch(1);
    CompletableFuture<Void> cancel =
        CompletableFuture.runAsync(
            () ->
                token.cancel(
                    false,
                    () -> {
                      acting.countDown();
                      await(answered);
                    }));
    acting.await();

    // A lock that the action holds would keep this thread here for ever.
    assertThat(token.isCancelled()).isTrue();
    CompletableFuture<Void> nextCell = CompletableFuture.runAsync(token::reset);
    assertThat(cancel).isNotDone();
    assertThat(nextCell).isNotDone();

    answered.countDown();
    nextCell.get();
    cancel.get();
    assertThat(token.isCancelled()).isFalse();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
