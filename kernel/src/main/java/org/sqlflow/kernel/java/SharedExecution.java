package org.sqlflow.kernel.java;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import jdk.jshell.execution.LocalExecutionControl;

/**
 * Runs snippets in this process, so that the kernel's objects can be their variables' values:
 * JShell itself hands over text only. A variable is a static field of a class that JShell makes.
 */
final class SharedExecution extends LocalExecutionControl {
  private final List<String> classNames = new ArrayList<>();
  private final Object lock = new Object();
  private boolean userCodeRuns;
  private boolean stopWanted;

  @Override
  public void load(ClassBytecodes[] classes)
      throws ClassInstallException, NotImplementedException, EngineTerminationException {
    super.load(classes);
    for (ClassBytecodes loaded : classes) {
      classNames.add(loaded.name());
    }
  }

  @Override
  public String invoke(String className, String methodName)
      throws RunException, EngineTerminationException, InternalException {
    synchronized (lock) {
      if (stopWanted) {
        throw new StoppedException();
      }
      userCodeRuns = true;
    }
    try {
      return super.invoke(className, methodName);
    } finally {
      synchronized (lock) {
        userCodeRuns = false;
      }
    }
  }

  /**
   * Stops the running snippet and all later ones. A snippet that is just starting may miss it, so
   * repeat it. JShell's own stop must not be called when none runs: it would hit the next.
   */
  void requestStop() throws EngineTerminationException, InternalException {
    synchronized (lock) {
      stopWanted = true;
      if (userCodeRuns) {
        super.stop();
      }
    }
  }

  /** Allows snippets to run again. */
  void forgetStop() {
    synchronized (lock) {
      stopWanted = false;
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
