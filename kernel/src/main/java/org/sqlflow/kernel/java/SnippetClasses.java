package org.sqlflow.kernel.java;

import java.io.File;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jshell.execution.LoaderDelegate;
import jdk.jshell.spi.ExecutionControl.ClassBytecodes;
import jdk.jshell.spi.ExecutionControl.ClassInstallException;
import jdk.jshell.spi.ExecutionControl.InternalException;

/**
 * The classes that JShell makes of cells. Classes that no later code can refer to can be unloaded.
 * A new JShell can replace one that has grown: the variables and types that it compiles again are
 * mapped to the existing classes, so that values and objects are kept.
 *
 * <p>Classes that JShell loads together have their own loader, which keeps the loaders of the
 * classes that they refer to; types have a common loader, as sealed types need. Thread-safe.
 */
final class SnippetClasses implements LoaderDelegate {
  private static final Pattern NAME =
      Pattern.compile("(REPL\\.\\$JShell\\$(\\w+?)[A-Z]*)(?:\\$(.*))?");
  private static final String RUN = "do_it$";

  private final CellLoader types = new CellLoader(ClassLoader.getSystemClassLoader());

  /** By the names of the classes that code can refer to, or that run. */
  private final Map<String, CellLoader> loaders = new HashMap<>();

  private final Map<String, Variable> variables = new HashMap<>();
  private final Map<String, String> typesByName = new HashMap<>();
  private final Set<String> unnamed = new HashSet<>();
  private Names names = new Names(0);
  private Optional<Names> tried = Optional.empty();
  private Optional<Before> before = Optional.empty();
  private int generations;

  /** The state to return to if another JShell that is tried cannot be used. */
  private record Before(Map<String, Variable> variables, Map<String, String> typesByName) {}

  /** The class in which a variable is a field, and the field's descriptor. */
  private record Variable(String top, String descriptor) {}

  /** Maps between the class names of a JShell and the names under which classes are loaded. */
  private static final class Names {
    private static final String MARK = "$JShell$";

    private final int generation;
    private final Map<String, String> real = new HashMap<>();
    private final Map<String, String> written = new HashMap<>();
    private final Map<String, String> newest = new HashMap<>();
    private final Set<String> different = new HashSet<>();
    private final Set<String> loaded = new HashSet<>();

    /**
     * The names of a JShell.
     *
     * @param generation how many JShells there were before; each numbers its classes from the start
     */
    Names(int generation) {
      this.generation = generation;
    }

    private String mark() {
      return generation == 0 ? MARK : MARK + generation + "g";
    }

    String real(String top) {
      return real.getOrDefault(top, top.replace(MARK, mark()));
    }

    void identify(String top, String realTop) {
      real.put(top, realTop);
      written.put(realTop, top);
    }

    /** JShell's name of a loaded class, if this JShell made it. */
    Optional<String> written(String realTop) {
      boolean isOwn = realTop.contains(mark()) && (generation > 0 || !realTop.matches(".*\\dg.*"));
      return Optional.ofNullable(written.get(realTop))
          .or(() -> Optional.of(realTop.replace(mark(), MARK)).filter(name -> isOwn));
    }
  }

  /** The name of the outermost class. */
  static String top(String name) {
    Matcher parts = NAME.matcher(name);
    return parts.matches() ? parts.group(1) : name;
  }

  /** The name of a type that a cell declares, if the class is one. */
  private static Optional<String> typeName(String name) {
    Matcher parts = NAME.matcher(name);
    return parts.matches()
        ? Optional.ofNullable(parts.group(3)).filter(rest -> !rest.matches("\\d.*"))
        : Optional.empty();
  }

  /** The loader of the class path, for code that looks up classes by name. */
  ClassLoader classPath() {
    return types;
  }

  @Override
  public void addToClasspath(String path) throws InternalException {
    try {
      for (String part : path.split(File.pathSeparator)) {
        types.addPath(Path.of(part));
      }
    } catch (MalformedURLException e) {
      throw new InternalException(e.toString());
    }
  }

  @Override
  public void classesRedefined(ClassBytecodes[] changed) {
    throw new UnsupportedOperationException("a changed class is loaded under another name");
  }

  @Override
  public synchronized void load(ClassBytecodes[] given) throws ClassInstallException {
    try {
      load(List.of(given));
    } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
      throw new ClassInstallException("load: " + e.getMessage(), new boolean[given.length]);
    }
  }

  private void load(List<ClassBytecodes> given) throws ReflectiveOperationException {
    Names current = tried.orElse(names);
    Map<String, List<ClassBytecodes>> byTop = new LinkedHashMap<>();
    for (ClassBytecodes one : given) {
      byTop.computeIfAbsent(top(one.name()), top -> new ArrayList<>()).add(one);
    }
    if (tried.isPresent()) {
      byTop.entrySet().removeIf(entry -> isHere(current, entry.getKey(), entry.getValue()));
    }
    boolean together =
        given.stream()
            .map(ClassBytecodes::name)
            .anyMatch(name -> typeName(name).isPresent() || !NAME.matcher(name).matches());
    CellLoader loader = together ? types : new CellLoader(types);
    Map<String, byte[]> files = new LinkedHashMap<>();
    Map<String, CellLoader> others = new HashMap<>();
    for (ClassBytecodes one : byTop.values().stream().flatMap(List::stream).toList()) {
      CompiledClass compiled = new CompiledClass(one.bytecodes());
      files.put(real(current, one.name()), compiled.renamed(current::real));
      for (String named : compiled.names()) {
        Optional.ofNullable(loaders.get(current.real(named)))
            .ifPresent(other -> others.put(current.real(named), other));
      }
    }
    loader.add(files, others);
    for (String name : files.keySet()) {
      // As in JShell, linkage errors must occur now.
      Method[] linked = loader.loadClass(name).getDeclaredMethods();
      Objects.requireNonNull(linked);
    }
    byTop.forEach((top, classes) -> register(current, loader, top, classes));
  }

  private static String real(Names current, String name) {
    String top = top(name);
    return current.real(top) + name.substring(top.length());
  }

  /** Whether another JShell compiles a variable or type that already exists. */
  private boolean isHere(Names current, String top, List<ClassBytecodes> classes) {
    for (ClassBytecodes one : classes) {
      Optional<String> type = typeName(one.name()).map(typesByName::get);
      if (type.isPresent()) {
        current.identify(top, type.get());
        return true;
      }
    }
    Map<String, String> fields = fields(current, top, classes);
    for (Map.Entry<String, String> field : fields.entrySet()) {
      Variable variable = variables.get(field.getKey());
      if (variable != null) {
        current.different.remove(field.getKey());
        if (!field.getValue().equals(variable.descriptor())) {
          current.different.add(field.getKey());
        }
        current.identify(top, variable.top());
        return true;
      }
    }
    return false;
  }

  /** The variables of a cell's class and their descriptors. */
  private static Map<String, String> fields(
      Names current, String top, List<ClassBytecodes> classes) {
    Map<String, String> fields = new LinkedHashMap<>();
    classes.stream()
        .filter(one -> one.name().equals(top))
        .map(one -> new CompiledClass(one.bytecodes()).staticFields())
        .forEach(fields::putAll);
    fields.replaceAll((name, descriptor) -> CompiledClass.rename(descriptor, current::real));
    return fields;
  }

  private void register(
      Names current, CellLoader loader, String top, List<ClassBytecodes> classes) {
    Matcher parts = NAME.matcher(top);
    if (!parts.matches()) {
      return;
    }
    String real = current.real(top);
    loaders.put(real, loader);
    current.loaded.add(real);
    Map<String, String> fields = fields(current, top, classes);
    fields.forEach((name, descriptor) -> variables.put(name, new Variable(real, descriptor)));
    boolean isNamed = !fields.isEmpty();
    for (ClassBytecodes one : classes) {
      Optional<String> type = typeName(one.name());
      type.ifPresent(name -> typesByName.put(name, real));
      isNamed |= type.isPresent() || new CompiledClass(one.bytecodes()).hasMethods(RUN);
    }
    if (!isNamed) {
      unnamed.add(real);
      return;
    }
    Optional.ofNullable(current.newest.put(parts.group(2), real)).ifPresent(loaders::remove);
  }

  @Override
  public synchronized Class<?> findClass(String name) throws ClassNotFoundException {
    String real = real(tried.orElse(names), name);
    return loaders.getOrDefault(top(real), types).loadClass(real);
  }

  /** Lets a snippet that has run be unloaded, unless later code can refer to it. */
  synchronized void ran(String name) {
    String real = names.real(top(name));
    if (unnamed.remove(real)) {
      loaders.remove(real);
      names.loaded.remove(real);
    }
  }

  /** The field that has a variable's value. */
  synchronized Field field(String variable) throws ReflectiveOperationException {
    Variable declared = variables.get(variable);
    if (declared == null) {
      throw new NoSuchFieldException(variable);
    }
    Field field = findReal(declared.top()).getDeclaredField(variable);
    field.setAccessible(true);
    return field;
  }

  private Class<?> findReal(String top) throws ClassNotFoundException {
    return loaders.getOrDefault(top, types).loadClass(top);
  }

  /** Forgets a variable that no later code can use. */
  synchronized void forget(String variable) {
    Optional.ofNullable(variables.remove(variable))
        .ifPresent(declared -> loaders.remove(declared.top()));
  }

  /** Frames with the class names of this JShell; frames of an earlier JShell get a dummy name. */
  synchronized StackTraceElement[] withJShellNames(StackTraceElement[] frames) {
    return Arrays.stream(frames).map(this::withJShellName).toArray(StackTraceElement[]::new);
  }

  private StackTraceElement withJShellName(StackTraceElement frame) {
    String name = frame.getClassName();
    String top = top(name);
    if (!NAME.matcher(name).matches()) {
      return frame;
    }
    String written = names.written(top).orElse("earlier") + name.substring(top.length());
    return new StackTraceElement(
        written, frame.getMethodName(), frame.getFileName(), frame.getLineNumber());
  }

  /** Prepares for another JShell that compiles the same declarations, to replace this one. */
  synchronized void tryAnother() {
    generations++;
    tried = Optional.of(new Names(generations));
    before = Optional.of(new Before(Map.copyOf(variables), Map.copyOf(typesByName)));
  }

  synchronized boolean isTrying() {
    return tried.isPresent();
  }

  /** Whether a variable has the same type in the other JShell. */
  synchronized boolean hasSameType(String variable) {
    return tried.filter(other -> other.different.contains(variable)).isEmpty();
  }

  /** Uses the other JShell from now on. */
  synchronized void useOther(Set<String> knownVariables) {
    names = tried.orElseThrow();
    tried = Optional.empty();
    before = Optional.empty();
    variables.keySet().retainAll(knownVariables);
    Set<String> known = new HashSet<>(names.loaded);
    variables.values().forEach(variable -> known.add(variable.top()));
    known.addAll(typesByName.values());
    loaders.keySet().retainAll(known);
    unnamed.clear();
  }

  /** Discards the other JShell. */
  synchronized void abandonOther() {
    tried.ifPresent(other -> loaders.keySet().removeAll(other.loaded));
    before.ifPresent(
        known -> {
          variables.clear();
          variables.putAll(known.variables());
          typesByName.clear();
          typesByName.putAll(known.typesByName());
        });
    tried = Optional.empty();
    before = Optional.empty();
  }
}
