package org.sqlflow.kernel.java;

import java.lang.reflect.Field;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import jdk.jshell.execution.LocalExecutionControl;

/**
 * Runs snippets in this process, so that variables can hold the kernel's objects: JShell itself
 * passes on only text. A variable is a static field of a class that JShell makes.
 */
final class SharedExecution extends LocalExecutionControl {
  private final SnippetClasses classes;
  private final Object lock = new Object();
  private Optional<Thread> worker = Optional.empty();
  private boolean stopWanted;
  private long stopSince;
  private boolean gaveUp;

  /** How long a snippet may take to end after a request to stop. */
  private static final long GIVE_UP_MS = 3000;

  private static final long POLL_MS = 20;

  /** Runs snippets of these classes. */
  SharedExecution(SnippetClasses classes) {
    super(classes);
    this.classes = classes;
  }

  @Override
  public void addToClasspath(String path) throws EngineTerminationException, InternalException {
    if (!classes.isTrying()) {
      super.addToClasspath(path);
    }
  }

  /**
   * Runs a snippet, and shows its value, in a new thread. If it does not stop on request, it is
   * abandoned and this thread continues. Snippets that are copied to another JShell have already
   * run, so they do not run again.
   */
  @Override
  public String invoke(String className, String methodName)
      throws RunException, EngineTerminationException, InternalException {
    if (classes.isTrying()) {
      return "";
    }
    FutureTask<String> snippet = new FutureTask<>(() -> super.invoke(className, methodName));
    Thread thread = new Thread(snippet, "sqlflow-java");
    thread.setDaemon(true);
    thread.setContextClassLoader(classes.classPath());
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
    } catch (RunException thrown) {
      useJShellNames(thrown);
      throw thrown;
    } finally {
      classes.ran(className);
      Thread.setDefaultUncaughtExceptionHandler(own); // JShell replaces the kernel's
      synchronized (lock) {
        worker = Optional.empty();
      }
    }
  }

  private void useJShellNames(Throwable thrown) {
    for (Throwable one = thrown; one != null; one = one.getCause()) {
      one.setStackTrace(classes.withJShellNames(one.getStackTrace()));
    }
  }

  private String await(FutureTask<String> snippet)
      throws RunException, EngineTerminationException, InternalException {
    while (!mustGiveUp()) {
      try {
        return snippet.get(POLL_MS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException stillRunning) {
        continue;
      } catch (InterruptedException fromACell) {
        continue; // a cell that interrupts all threads must not stop this one
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

  /** Ignores an abandoned snippet that ends later: it must not end the one that runs now. */
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
   * Stops the running snippet and all later ones. A snippet that is just starting may miss the
   * request, so repeat it. JShell's own stop must not be called while no snippet runs: it would
   * stop the next one.
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

  /** Whether the snippet did not stop on request and was abandoned. */
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
    return classes.field(variable).get(null);
  }

  void write(String variable, Object value) throws ReflectiveOperationException {
    classes.field(variable).set(null, value);
  }

  /** Releases the value of a variable that no later code can use. */
  void clear(String variable) throws ReflectiveOperationException {
    Field field = classes.field(variable);
    if (!field.getType().isPrimitive()) {
      field.set(null, null);
    }
    classes.forget(variable);
  }
}
