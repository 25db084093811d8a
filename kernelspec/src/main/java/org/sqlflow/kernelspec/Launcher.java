package org.sqlflow.kernelspec;

/**
 * The entry point of the installer's jar. Compiled for Java 8, so that an old Java prints a helpful
 * message instead of an UnsupportedClassVersionError.
 */
public final class Launcher {
  private static final int OLDEST = 17;

  private Launcher() {}

  /** Runs the installer, or says why it can't run. */
  public static void main(String[] arguments) {
    System.exit(run(System.getProperty("java.specification.version"), arguments));
  }

  static int run(String javaVersion, String[] arguments) {
    if (feature(javaVersion) < OLDEST) {
      System.err.println(
          "SQLFlow needs Java 17 or newer; this is Java "
              + javaVersion
              + " ("
              + System.getProperty("java.home")
              + "). Install a newer one and run its java by its full path.");
      return 1;
    }
    try {
      Class<?> installer = Class.forName("org.sqlflow.kernelspec.Installer");
      return (Integer)
          installer.getMethod("run", String[].class).invoke(null, new Object[] {arguments});
    } catch (ReflectiveOperationException | LinkageError e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      if (!(cause instanceof NoClassDefFoundError)) {
        throw new IllegalStateException("the installer failed", cause);
      }
      System.err.println(
          "The folder lib next to sqlflow-kernelspec.jar is missing or incomplete: unzip the"
              + " release again, or build with mvn package and run the jar in"
              + " kernelspec/target/sqlflow.");
      return 1;
    }
  }

  /** 8 for "1.8", 17 for "17". */
  private static int feature(String version) {
    String[] parts = version.split("\\.");
    return Integer.parseInt(parts[0].equals("1") && parts.length > 1 ? parts[1] : parts[0]);
  }
}
