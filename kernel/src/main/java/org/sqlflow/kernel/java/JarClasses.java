package org.sqlflow.kernel.java;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;

/**
 * The classes in jars, as a compiler asks for them: package by package. The compiler's own file
 * manager opens a zip file system for each jar, with a node for each entry: 27,000 nodes, which
 * take 7 MB. A {@link JarFile} shares its central directory with the class loader's.
 *
 * <p>For use by several threads.
 */
final class JarClasses {
  private static final String CLASS = JavaFileObject.Kind.CLASS.extension;
  private static final String SOURCE = JavaFileObject.Kind.SOURCE.extension;

  /** Each path that was asked for; empty for one that the compiler must read. */
  private final Map<Path, Optional<Jar>> jars = new HashMap<>();

  private record Jar(Path path, URI place, JarFile file, Set<String> packages) {
    List<JavaFileObject> classes(String folder) {
      return file.versionedStream()
          .filter(entry -> isIn(entry.getName(), folder))
          .<JavaFileObject>map(entry -> new ClassFile(this, entry.getName()))
          .toList();
    }

    private static boolean isIn(String name, String folder) {
      return name.endsWith(CLASS)
          && name.startsWith(folder)
          && name.lastIndexOf('/') + 1 == folder.length();
    }
  }

  /** A class in a jar; two of the same jar and name are equal. */
  private static final class ClassFile extends SimpleJavaFileObject {
    private final Jar jar;
    private final String entry;

    ClassFile(Jar jar, String entry) {
      super(jar.place(), Kind.CLASS);
      this.jar = jar;
      this.entry = entry;
    }

    @Override
    public URI toUri() {
      return URI.create("jar:" + jar.place() + "!/" + entry);
    }

    String binaryName() {
      return entry.substring(0, entry.length() - CLASS.length()).replace('/', '.');
    }

    @Override
    public String getName() {
      return jar.path() + "(" + entry + ")";
    }

    @Override
    public boolean isNameCompatible(String simpleName, Kind kind) {
      return kind == Kind.CLASS
          && entry.substring(entry.lastIndexOf('/') + 1).equals(simpleName + CLASS);
    }

    @Override
    public InputStream openInputStream() throws IOException {
      JarEntry found = jar.file().getJarEntry(entry);
      if (found == null) {
        throw new IOException(getName() + " is gone");
      }
      return jar.file().getInputStream(found);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof ClassFile file && jar == file.jar && entry.equals(file.entry);
    }

    @Override
    public int hashCode() {
      return entry.hashCode();
    }
  }

  /**
   * The classes of a package, without those of the packages below it.
   *
   * @return empty if the compiler must look for itself: one of the paths is no jar, or has sources
   */
  synchronized Optional<List<JavaFileObject>> of(
      String packageName, Iterable<? extends Path> paths) {
    String name = packageName.replace('.', '/');
    String folder = name.isEmpty() ? "" : name + "/";
    Stream.Builder<Jar> found = Stream.builder();
    for (Path path : paths) {
      if (!jars.containsKey(path) && Files.notExists(path)) {
        continue; // a jar's manifest names others, which need not be there
      }
      Optional<Jar> jar = jars.computeIfAbsent(path, JarClasses::open);
      if (jar.isEmpty()) {
        return Optional.empty();
      }
      if (jar.get().packages().contains(name)) {
        found.add(jar.get());
      }
    }
    return Optional.of(found.build().flatMap(jar -> jar.classes(folder).stream()).toList());
  }

  /** The binary name of a class that this object has found. */
  static Optional<String> binaryName(Object file) {
    return file instanceof ClassFile ours ? Optional.of(ours.binaryName()) : Optional.empty();
  }

  private static Optional<Jar> open(Path path) {
    if (!Files.isRegularFile(path)) {
      return Optional.empty();
    }
    try {
      JarFile file = new JarFile(path.toFile(), false, ZipFile.OPEN_READ, Runtime.version());
      Optional<Jar> jar = Optional.empty();
      try {
        jar = packages(file).map(packages -> new Jar(path, path.toUri(), file, packages));
      } finally {
        if (jar.isEmpty()) {
          file.close();
        }
      }
      return jar;
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  /** The packages of a jar, as folders; empty if it has sources. */
  private static Optional<Set<String>> packages(JarFile file) {
    List<String> names = file.versionedStream().map(JarEntry::getName).toList();
    return names.stream().anyMatch(name -> name.endsWith(SOURCE))
        ? Optional.empty()
        : Optional.of(
            names.stream()
                .filter(name -> name.endsWith(CLASS))
                .map(name -> name.substring(0, Math.max(0, name.lastIndexOf('/'))))
                .collect(Collectors.toSet()));
  }
}
