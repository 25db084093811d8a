package org.sqlflow.kernel.java;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import javax.lang.model.SourceVersion;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager.Location;
import javax.tools.JavaFileObject;
import javax.tools.JavaFileObject.Kind;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;

/**
 * What JShell indexes: the names of packages. Left alone, it walks through all classes of Java and
 * of the class path and keeps their names for advice on imports, which this kernel doesn't ask for:
 * 36,000 names, which take 23 MB together with the file systems that were walked through. Of the
 * index, completion needs the packages alone. So JShell finds one file in place of Java, and one in
 * place of the jars: a jar that has an empty class for each package. The compiler, which doesn't
 * ask for paths, sees everything as it is.
 *
 * <p>For use by several threads.
 */
final class PackageIndex {
  private static final String CLASS = ".class";
  private static final Logger LOG = Logger.getLogger(PackageIndex.class.getName());

  /** A new JShell finds the same files, and what was indexed of them. */
  private final Map<Set<String>, Path> written = new HashMap<>();

  private final JarClasses classes = new JarClasses();

  /** A compiler's files, whose paths are those of this index. */
  StandardJavaFileManager of(StandardJavaFileManager files) {
    return new Indexed(files);
  }

  private Iterable<? extends Path> paths(Location location, Iterable<? extends Path> all) {
    try {
      if (location == StandardLocation.PLATFORM_CLASS_PATH) {
        return List.of(file(packagesOfJava()));
      }
      return location == StandardLocation.CLASS_PATH && all != null ? shortened(all) : all;
    } catch (IOException | UncheckedIOException e) {
      LOG.log(Level.FINE, "JShell indexes all classes", e);
      return all;
    }
  }

  private List<Path> shortened(Iterable<? extends Path> all) throws IOException {
    List<Path> paths = new ArrayList<>();
    Set<String> packages = new TreeSet<>();
    for (Path path : all) {
      if (Files.isRegularFile(path)) {
        addPackages(path, packages);
      } else {
        paths.add(path);
      }
    }
    paths.add(file(packages));
    return paths;
  }

  /** Those that a cell may use. */
  private static Set<String> packagesOfJava() {
    return ModuleFinder.ofSystem().findAll().stream()
        .flatMap(module -> module.descriptor().exports().stream())
        .filter(exports -> !exports.isQualified())
        .map(ModuleDescriptor.Exports::source)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static void addPackages(Path jar, Set<String> packages) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      zip.stream()
          .map(ZipEntry::getName)
          .filter(name -> name.endsWith(CLASS) && name.indexOf('/') > 0)
          .map(name -> name.substring(0, name.lastIndexOf('/')).replace('/', '.'))
          .filter(name -> !packages.contains(name))
          .filter(name -> Arrays.stream(name.split("\\.")).allMatch(SourceVersion::isIdentifier))
          .forEach(packages::add);
    }
  }

  /** Kept until the process ends: JShell looks for it whenever the class path changes. */
  private synchronized Path file(Set<String> packages) throws IOException {
    Path file = written.get(packages);
    if (file == null) {
      file = Files.createTempFile("sqlflow-packages", ".jar");
      file.toFile().deleteOnExit();
      write(packages, file);
      written.put(packages, file);
    }
    return file;
  }

  private static void write(Set<String> packages, Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.setMethod(ZipOutputStream.STORED);
      for (String name : packages) {
        ZipEntry entry = new ZipEntry(name.replace('.', '/') + "/P" + CLASS);
        entry.setSize(0);
        entry.setCrc(0);
        zip.putNextEntry(entry);
      }
    }
  }

  private final class Indexed extends ForwardingJavaFileManager<StandardJavaFileManager>
      implements StandardJavaFileManager {
    Indexed(StandardJavaFileManager files) {
      super(files);
    }

    @Override
    public Iterable<JavaFileObject> list(
        Location location, String packageName, Set<JavaFileObject.Kind> kinds, boolean recurse)
        throws IOException {
      Iterable<? extends Path> jars =
          location == StandardLocation.CLASS_PATH && !recurse && kinds.contains(Kind.CLASS)
              ? fileManager.getLocationAsPaths(location)
              : null;
      Optional<List<JavaFileObject>> found =
          jars == null ? Optional.empty() : classes.of(packageName, jars);
      return found.isPresent() ? found.get() : super.list(location, packageName, kinds, recurse);
    }

    @Override
    public String inferBinaryName(Location location, JavaFileObject file) {
      return JarClasses.binaryName(file).orElseGet(() -> super.inferBinaryName(location, file));
    }

    @Override
    public boolean isSameFile(FileObject one, FileObject other) {
      return JarClasses.binaryName(one).isPresent() || JarClasses.binaryName(other).isPresent()
          ? one.equals(other)
          : super.isSameFile(one, other);
    }

    @Override
    public Iterable<? extends Path> getLocationAsPaths(Location location) {
      return paths(location, fileManager.getLocationAsPaths(location));
    }

    @Override
    public Iterable<? extends JavaFileObject> getJavaFileObjectsFromFiles(
        Iterable<? extends File> files) {
      return fileManager.getJavaFileObjectsFromFiles(files);
    }

    @Override
    public Iterable<? extends JavaFileObject> getJavaFileObjects(File... files) {
      return fileManager.getJavaFileObjects(files);
    }

    @Override
    public Iterable<? extends JavaFileObject> getJavaFileObjectsFromStrings(
        Iterable<String> names) {
      return fileManager.getJavaFileObjectsFromStrings(names);
    }

    @Override
    public Iterable<? extends JavaFileObject> getJavaFileObjects(String... names) {
      return fileManager.getJavaFileObjects(names);
    }

    @Override
    public void setLocation(Location location, Iterable<? extends File> files) throws IOException {
      fileManager.setLocation(location, files);
    }

    @Override
    public Iterable<? extends File> getLocation(Location location) {
      return fileManager.getLocation(location);
    }
  }
}
