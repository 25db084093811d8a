package org.sqlflow.kernel.java;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import jdk.jshell.execution.LocalExecutionControl;

/**
 * Runs snippets in this process, so that the kernel's objects can be their variables' values:
 * JShell itself hands over text only. A variable is a static field of a class that JShell makes.
 */
final class SharedExecution extends LocalExecutionControl {
  private final List<String> classNames = new ArrayList<>();
  private final Object lock = new Object();
  private Optional<Thread> worker = Optional.empty();
  private boolean stopWanted;
  private long stopSince;
  private boolean gaveUp;

  /** How long a snippet may take to end once it is to stop. */
  private static final long GIVE_UP_MS = 3000;

  private static final long LOOK_MS = 20;

  @Override
  public void load(ClassBytecodes[] classes)
      throws ClassInstallException, NotImplementedException, EngineTerminationException {
    super.load(classes);
    for (ClassBytecodes loaded : classes) {
      classNames.add(loaded.name());
    }
  }

  /**
   * Runs a snippet, and shows its value, in a new thread: one that does not stop is given up, and
   * this thread goes on.
   */
  @Override
  public String invoke(String className, String methodName)
      throws RunException, EngineTerminationException, InternalException {
    FutureTask<String> snippet = new FutureTask<>(() -> super.invoke(className, methodName));
    Thread thread = new Thread(snippet, "sqlflow-java");
    thread.setDaemon(true);
    synchronized (lock) {
      if (stopWanted) {
        throw new StoppedException();
      }
      worker = Optional.of(thread);
    }
    Thread.UncaughtExceptionHandler own = Thread.getDefaultUncaughtExceptionHandler();
    thread.start();
    try {
      return await(snippet);
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(own); // JShell takes the place of the kernel's
      synchronized (lock) {
        worker = Optional.empty();
      }
    }
  }

  private String await(FutureTask<String> snippet)
      throws RunException, EngineTerminationException, InternalException {
    while (!mustGiveUp()) {
      try {
        return snippet.get(LOOK_MS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException goesOn) {
        continue;
      } catch (InterruptedException fromACell) {
        continue; // a cell that interrupts all threads stops itself at most
      } catch (ExecutionException failed) {
        throw thrown(failed.getCause());
      }
    }
    throw new StoppedException();
  }

  private static InternalException thrown(Throwable cause)
      throws RunException, EngineTerminationException, InternalException {
    if (cause instanceof RunException ofTheSnippet) {
      throw ofTheSnippet;
    }
    if (cause instanceof EngineTerminationException ended) {
      throw ended;
    }
    if (cause instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof InternalException internal
        ? internal
        : new InternalException(String.valueOf(cause));
  }

  private boolean mustGiveUp() {
    synchronized (lock) {
      long waited = (System.nanoTime() - stopSince) / 1_000_000;
      gaveUp |= stopWanted && waited > GIVE_UP_MS;
      return gaveUp;
    }
  }

  /** A snippet that was given up and ends later does not end the one that runs now. */
  @Override
  protected void clientCodeLeave() {
    synchronized (lock) {
      if (worker.filter(Thread.currentThread()::equals).isEmpty()) {
        return;
      }
    }
    super.clientCodeLeave();
  }

  /**
   * Stops the running snippet and all later ones. A snippet that is just starting may miss it, so
   * repeat it. JShell's own stop must not be called when none runs: it would hit the next.
   */
  void requestStop() throws EngineTerminationException, InternalException {
    synchronized (lock) {
      if (!stopWanted) {
        stopSince = System.nanoTime();
      }
      stopWanted = true;
      if (worker.isPresent()) {
        super.stop();
      }
    }
  }

  /** Whether the snippet that was to stop did not, and goes on. */
  boolean gaveUp() {
    synchronized (lock) {
      return gaveUp;
    }
  }

  /** Allows snippets to run again. */
  void forgetStop() {
    synchronized (lock) {
      stopWanted = false;
      gaveUp = false;
    }
  }

  boolean isStopWanted() {
    synchronized (lock) {
      return stopWanted;
    }
  }

  Object read(String variable) throws ReflectiveOperationException {
    return field(variable).get(null);
  }

  void write(String variable, Object value) throws ReflectiveOperationException {
    field(variable).set(null, value);
  }

  /** Releases the value of a variable. */
  void clear(String variable) throws ReflectiveOperationException {
    Field field = field(variable);
    if (!field.getType().isPrimitive()) {
      field.set(null, null);
    }
  }

  /**
   * The field of the newest class that declares it: a variable that is declared again gets a new
   * class.
   */
  private Field field(String variable) throws ReflectiveOperationException {
    for (int i = classNames.size() - 1; i >= 0; i--) {
      Class<?> type = findClass(classNames.get(i));
      for (Field field : type.getDeclaredFields()) {
        if (field.getName().equals(variable)) {
          field.setAccessible(true);
          return field;
        }
      }
    }
    throw new NoSuchFieldException(variable);
  }
}
