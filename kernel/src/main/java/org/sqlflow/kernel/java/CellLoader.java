package org.sqlflow.kernel.java;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Loads classes of cells. Classes that they refer to come from other loaders, to which it keeps
 * references; those loaders refer back to it only if their classes use its classes.
 */
final class CellLoader extends URLClassLoader {
  static {
    registerAsParallelCapable();
  }

  private final Map<String, byte[]> files = new HashMap<>();
  private final Map<String, CellLoader> named = new HashMap<>();

  /** A loader that delegates to a parent for everything but classes of cells. */
  CellLoader(ClassLoader parent) {
    super(new URL[0], parent);
  }

  /**
   * Adds classes, which are defined when they are first needed.
   *
   * @param others the loaders of the classes that they refer to, by the outermost class's name
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
      Class<?> loaded = findLoadedClass(name);
      if (loaded != null) {
        return loaded;
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
