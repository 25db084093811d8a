package org.sqlflow.kernel.process;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import tech.tablesaw.api.Table;

/**
 * Loads Tablesaw. At its start it looks for its readers and writers in every jar of the class path:
 * 40,000 entries, of which only its own jars have any. So it gets only those to look through.
 */
public final class TablesawStart {
  private static final String CLASS_PATH = "java.class.path";

  private TablesawStart() {}

  /**
   * Loads it, if that has not happened yet. Whoever needs the class path of this process must call
   * this first. Safe for any thread.
   */
  public static synchronized void load() {
    String all = System.getProperty(CLASS_PATH, "");
    String own =
        Arrays.stream(all.split(File.pathSeparator))
            .filter(path -> String.valueOf(Path.of(path).getFileName()).startsWith("tablesaw"))
            .collect(Collectors.joining(File.pathSeparator));
    System.setProperty(CLASS_PATH, own.isEmpty() ? all : own);
    try {
      Table.create();
    } finally {
      System.setProperty(CLASS_PATH, all);
    }
  }
}
