package org.sqlflow.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class AsideTest {
  private static final Runnable NEVER = () -> {};

  @Test
  void worksOnAnotherThreadWhileTheCallerDoesSomethingElse() {
    CountDownLatch caller = new CountDownLatch(1);
    Aside<String> aside =
        Aside.start(
            "beside",
            check -> {
              await(caller);
              return Thread.currentThread().getName();
            });
    caller.countDown(); // a caller that did the work itself would wait for this forever

    assertThat(aside.result(NEVER)).isEqualTo("beside");
    assertThat(aside.result(NEVER)).isEqualTo("beside");
  }

  @Test
  void worksOnceAndOnTheCallersThreadIfItIsToBeginLater() {
    AtomicInteger runs = new AtomicInteger();
    Aside<Thread> aside =
        Aside.later(
            check -> {
              runs.incrementAndGet();
              return Thread.currentThread();
            });
    assertThat(runs).hasValue(0);

    assertThat(aside.result(NEVER)).isSameAs(Thread.currentThread());
    assertThat(aside.result(NEVER)).isSameAs(Thread.currentThread());
    assertThat(runs).hasValue(1);
  }

  @Test
  void throwsWhatTheWorkThrew() {
    Aside<String> failed =
        Aside.start(
            "beside",
            check -> {
              throw new IllegalArgumentException("no rows");
            });
    Aside<String> broken =
        Aside.start(
            "beside",
            check -> {
              throw new OutOfMemoryError("none left");
            });

    assertThatThrownBy(() -> failed.result(NEVER))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no rows");
    assertThatThrownBy(() -> broken.result(NEVER)).isInstanceOf(OutOfMemoryError.class);
  }

  @Test
  void canBeAskedAgainByACallerThatWasStopped() {
    CountDownLatch again = new CountDownLatch(1);
    Aside<String> begun =
        Aside.start(
            "beside",
            check -> {
              await(again);
              return "done";
            });
    Aside<String> later =
        Aside.later(
            check -> {
              check.run();
              return "done";
            });

    for (Aside<String> aside : List.of(begun, later)) {
      assertThatThrownBy(() -> aside.result(AsideTest::stop))
          .isInstanceOf(CancellationException.class)
          .hasMessage("stopped");
    }
    again.countDown();

    assertThat(begun.result(NEVER)).isEqualTo("done");
    assertThat(later.result(NEVER)).isEqualTo("done");
  }

  @Test
  void endsTheWorkThatNobodyNeeds() throws InterruptedException {
    CountDownLatch ended = new CountDownLatch(1);
    AtomicReference<Throwable> why = new AtomicReference<>();
    Aside<String> aside =
        Aside.start(
            "beside",
            check -> {
              try {
                while (true) {
                  check.run();
                  Thread.onSpinWait();
                }
              } catch (CancellationException stopped) {
                why.set(stopped);
                ended.countDown();
                throw stopped;
              }
            });

    aside.close();
    ended.await();

    assertThat(why.get()).isInstanceOf(CancellationException.class);
  }

  private static void stop() {
    throw new CancellationException("stopped");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
