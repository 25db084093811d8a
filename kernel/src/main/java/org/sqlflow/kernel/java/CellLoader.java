package org.sqlflow.kernel.java;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Loads classes of cells, and finds those of other loaders that they name. It keeps these loaders,
 * and they keep it only if they name it.
 */
final class CellLoader extends URLClassLoader {
  static {
    registerAsParallelCapable();
  }

  private final Map<String, byte[]> files = new HashMap<>();
  private final Map<String, CellLoader> named = new HashMap<>();

  /** A loader that asks another one for what is no class of a cell. */
  CellLoader(ClassLoader parent) {
    super(new URL[0], parent);
  }

  /**
   * Adds classes, which are defined when they are asked for.
   *
   * @param others the loaders of the classes that they name, without what is nested in these
   */
  synchronized void add(Map<String, byte[]> classes, Map<String, CellLoader> others) {
    files.putAll(classes);
    others.forEach(named::putIfAbsent);
  }

  void addPath(Path path) throws MalformedURLException {
    addURL(path.toUri().toURL());
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> there = findLoadedClass(name);
      if (there != null) {
        return there;
      }
      CellLoader other;
      synchronized (this) {
        byte[] bytes = files.remove(name);
        if (bytes != null) {
          return defineClass(name, bytes, 0, bytes.length);
        }
        other = named.get(SnippetClasses.top(name));
      }
      return other == null || other == this
          ? super.loadClass(name, resolve)
          : other.loadClass(name);
    }
  }
}
