package org.sqlflow.database.spark;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.sqlflow.executor.PartitionTask;

/**
 * The classes of Spark's client. Their loader sees only the JDK and the client's jars, so that
 * Spark's Scala, Jackson and Arrow do not conflict with the kernel's libraries. Thread-safe.
 */
final class SparkLibrary {
  /** Arrow, the format in which rows arrive, reads the addresses of buffers. */
  private static final String OPENED = "--add-opens=java.base/java.nio=ALL-UNNAMED";

  /**
   * What the libraries would write between the outputs of a cell, and the setting that stops each:
   * SLF4J warns that those jars have no logging backend, Log4j writes errors of networking to the
   * console. What users need to know are exceptions. Log4j reads its setting only where it is not
   * configured.
   */
  private static final Map<String, String> SILENCE =
      Map.of("slf4j.internal.verbosity", "ERROR", "org.apache.logging.log4j.level", "OFF");

  private final ClassLoader loader;

  private SparkLibrary(List<Path> jars) {
    URL[] urls = new URL[jars.size()];
    try {
      for (int i = 0; i < urls.length; i++) {
        urls[i] = jars.get(i).toUri().toURL();
      }
    } catch (MalformedURLException error) {
      throw new IllegalStateException(error); // a path always has a URL
    }
    SILENCE.forEach(
        (name, value) -> {
          if (System.getProperty(name) == null) {
            System.setProperty(name, value);
          }
        });
    this.loader = new URLClassLoader("spark-client", urls, ClassLoader.getPlatformClassLoader());
  }

  /** Holds the only copy: another one would take seconds and tens of megabytes. */
  private static final class Loaded {
    static final SparkLibrary ONE = new SparkLibrary(foundBefore());

    private static List<Path> foundBefore() {
      try {
        return SparkJars.found();
      } catch (SQLException gone) {
        throw new IllegalStateException(gone);
      }
    }
  }

  /**
   * The installed client.
   *
   * @throws SQLException if there is none; the message says what to do
   */
  static SparkLibrary installed() throws SQLException {
    SparkJars.found();
    if (!ByteBuffer.class.getModule().isOpen("java.nio", Loaded.ONE.loader.getUnnamedModule())) {
      throw SparkErrors.said(
          "this Java does not let Spark's client use its buffers: start it with "
              + OPENED
              + " (the kernel's own kernel.json has that; reinstall the kernel)");
    }
    return Loaded.ONE;
  }

  /**
   * Makes the client return dates and times as types of java.time, as Spark's setting {@code
   * spark.sql.datetime.java8API.enabled} does in its own processes. The older types need access to
   * the JDK's internals, and use the Julian calendar before 1582.
   */
  void readJavaTime() throws SQLException {
    Class<?> settings = type("org.apache.spark.sql.internal.SqlApiConf");
    Class<?> function = type("scala.Function0");
    Object defaults;
    try {
      defaults =
          type("org.apache.spark.sql.internal.DefaultSqlApiConf$").getField("MODULE$").get(null);
    } catch (ReflectiveOperationException error) {
      throw new SQLException("Spark's client has other settings", error);
    }
    Object changed =
        Proxy.newProxyInstance(
            loader,
            new Class<?>[] {settings},
            (proxy, method, arguments) ->
                method.getName().equals("datetimeJava8ApiEnabled")
                    ? (Object) true
                    : method.invoke(defaults, arguments));
    Object getter =
        Proxy.newProxyInstance(
            loader,
            new Class<?>[] {function},
            (proxy, method, arguments) ->
                method.getName().equals("apply") ? changed : method.getName() + " of SQLFlow");
    callStatic(
        "org.apache.spark.sql.internal.SqlApiConfHelper",
        "setConfGetter",
        new Class<?>[] {function},
        getter);
  }

  /** A class of Spark or of its libraries. */
  Class<?> type(String name) throws SQLException {
    try {
      return loader.loadClass(name);
    } catch (ClassNotFoundException error) {
      throw new SQLException(
          "the jars of Spark's client lack "
              + name
              + ": SQLFlow works with that of Spark 4.2; reinstall it",
          error);
    }
  }

  static Method method(Class<?> type, String name, Class<?>... parameters) throws SQLException {
    try {
      return type.getMethod(name, parameters);
    } catch (NoSuchMethodException error) {
      throw new SQLException(
          "Spark's client has no "
              + type.getSimpleName()
              + "."
              + name
              + ": SQLFlow works with that of Spark 4.2; reinstall it",
          error);
    }
  }

  /** Calls a method whose parameters have exactly these types. */
  static Object call(Object target, String name, Class<?>[] types, Object... arguments)
      throws SQLException {
    return invoke(method(target.getClass(), name, types), target, arguments);
  }

  /** Calls a method without parameters. */
  static Object call(Object target, String name) throws SQLException {
    return call(target, name, new Class<?>[0]);
  }

  /** Calls a method with one string parameter. */
  static Object call(Object target, String name, String argument) throws SQLException {
    return call(target, name, new Class<?>[] {String.class}, argument);
  }

  /** Calls a static method. */
  Object callStatic(String type, String name, Class<?>[] types, Object... arguments)
      throws SQLException {
    return invoke(method(type(type), name, types), null, arguments);
  }

  /** Calls a method; its exceptions become errors of the database. */
  static Object invoke(Method method, Object target, Object... arguments) throws SQLException {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException error) {
      throw SparkErrors.of(error.getCause());
    } catch (IllegalAccessException error) {
      throw new SQLException("Spark's client refuses " + method, error);
    }
  }

  /** Creates a Spark row. */
  Object row(Object[] values) throws SQLException {
    return callStatic(
        "org.apache.spark.sql.RowFactory",
        "create",
        new Class<?>[] {Object[].class},
        (Object) values);
  }

  /** The default retry policy with another number of retries. */
  Object retrying(int times) throws SQLException {
    Object policy =
        callStatic(
            "org.apache.spark.sql.connect.client.RetryPolicy", "defaultPolicy", new Class<?>[0]);
    Object[] elements = new Object[(int) call(policy, "productArity")];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = call(policy, "productElement", new Class<?>[] {int.class}, i);
    }
    elements[0] =
        callStatic("scala.Some", "apply", new Class<?>[] {Object.class}, Integer.valueOf(times));
    Method copy =
        Arrays.stream(policy.getClass().getMethods())
            .filter(one -> one.getName().equals("copy"))
            .findFirst()
            .orElseThrow(() -> new SQLException("Spark's client has another policy of retries"));
    return invoke(copy, policy, elements);
  }

  /** How arrays of numbers in single precision, without NULLs, become those of Java. */
  Object floats() throws SQLException {
    String encoders = "org.apache.spark.sql.catalyst.encoders.AgnosticEncoders$";
    try {
      return type(encoders + "ArrayEncoder")
          .getConstructor(
              type("org.apache.spark.sql.catalyst.encoders.AgnosticEncoder"), boolean.class)
          .newInstance(
              type(encoders + "PrimitiveFloatEncoder$").getField("MODULE$").get(null), false);
    } catch (ReflectiveOperationException error) {
      throw new SQLException("Spark's client has other encoders", error);
    }
  }

  /**
   * Calls Spark's client so that it finds the classes of work for executors: it reads the work once
   * to see that it can be read.
   */
  <T> T withWork(SparkClient.Work<T> call) throws SQLException {
    Thread thread = Thread.currentThread();
    ClassLoader earlier = thread.getContextClassLoader();
    thread.setContextClassLoader(new WithWork(loader));
    try {
      return call.done();
    } finally {
      thread.setContextClassLoader(earlier);
    }
  }

  /** Spark's classes, and those of the executors' work. */
  private static final class WithWork extends ClassLoader {
    WithWork(ClassLoader spark) {
      super(spark);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (name.startsWith(PartitionTask.class.getPackageName() + ".")) {
        return PartitionTask.class.getClassLoader().loadClass(name);
      }
      throw new ClassNotFoundException(name);
    }
  }

  ClassLoader loader() {
    return loader;
  }
}
