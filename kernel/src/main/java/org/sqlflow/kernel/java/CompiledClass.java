package org.sqlflow.kernel.java;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A class file that JShell made (JVM specification, chapter 4): which classes it declares and
 * refers to, and a copy of it with other names. Immutable.
 */
final class CompiledClass {
  /** Names of JShell's outermost classes as class files spell them. */
  private static final Pattern NAME = Pattern.compile("REPL/\\$JShell\\$\\w+");

  private static final int MAGIC_AND_VERSION = 8;
  private static final String EXIT = "java/lang/System.exit:(I)V";
  private static final String NO_EXIT = NoExit.class.getName().replace('.', '/');
  private static final int UTF8 = 1;
  private static final int CLASS = 7;
  private static final int STRING = 8;
  private static final int LONG = 5;
  private static final int DOUBLE = 6;
  private static final int METHOD = 10;
  private static final int NAME_AND_TYPE = 12;
  private static final int METHOD_HANDLE = 15;
  private static final int METHOD_TYPE = 16;
  private static final int MODULE = 19;
  private static final int PACKAGE = 20;

  private static final int PUBLIC = 0x0001;
  private static final int PRIVATE = 0x0002;
  private static final int PROTECTED = 0x0004;
  private static final int STATIC = 0x0008;
  private static final int SYNTHETIC = 0x1000;

  private final byte[] bytes;
  private final List<Object> pool = new ArrayList<>();
  private final Map<Integer, Integer> places = new HashMap<>();
  private final Set<Integer> strings = new LinkedHashSet<>();

  /** By index: the entries that a class, a method, or a name and type refers to. */
  private final Map<Integer, int[]> refers = new HashMap<>();

  private int poolEnd;
  private final List<Integer> flags = new ArrayList<>();
  private final Map<String, String> fields = new LinkedHashMap<>();
  private final List<String> methods = new ArrayList<>();

  /** Reads a class file. */
  CompiledClass(byte[] bytes) {
    this.bytes = bytes.clone();
    try (Reader in = new Reader(bytes)) {
      in.skip(MAGIC_AND_VERSION);
      readPool(in);
      flags.add(in.at());
      in.skip(6); // flags, this class, its superclass
      in.skip(2 * in.u2()); // interfaces
      readMembers(in, true);
      readMembers(in, false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The fields that are static, such as variables of cells, with their descriptors. */
  Map<String, String> staticFields() {
    return fields;
  }

  /** Whether it declares methods other than {@code own} and those of the compiler. */
  boolean hasMethods(String own) {
    return methods.stream().anyMatch(name -> !name.equals(own) && !name.startsWith("<"));
  }

  /** JShell's outermost classes that it refers to, including itself. */
  Set<String> names() {
    Set<String> found = new LinkedHashSet<>();
    for (int index = 1; index < pool.size(); index++) {
      if (pool.get(index) instanceof String text && !strings.contains(index)) {
        NAME.matcher(text).results().forEach(name -> found.add(name.group().replace('/', '.')));
      }
    }
    return found;
  }

  /**
   * The class file with other names, and accessible to classes of other loaders: whatever is
   * visible in the package becomes public. String literals of the user are not changed. Calls of
   * System.exit become calls of {@link NoExit}.
   *
   * @param renamed the new name of a class such as {@code REPL.$JShell$7}
   */
  byte[] renamed(UnaryOperator<String> renamed) {
    byte[] open = bytes.clone();
    for (int at : flags) {
      int old = ((open[at] & 0xff) << 8) | (open[at + 1] & 0xff);
      if ((old & PRIVATE) == 0) {
        int now = (old & ~PROTECTED) | PUBLIC;
        putU2(open, at, now);
      }
    }
    List<Integer> exits = exits();
    for (int at : exits) {
      putU2(open, at, pool.size() + 1); // the class that is added after the others
    }
    if (!exits.isEmpty()) {
      putU2(open, MAGIC_AND_VERSION, pool.size() + 2);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(open.length + 256);
    int copied = 0;
    for (int index = 1; index < pool.size(); index++) {
      if (!(pool.get(index) instanceof String text) || strings.contains(index)) {
        continue;
      }
      String changed = rename(text, renamed);
      if (!changed.equals(text)) {
        int at = places.get(index);
        out.write(open, copied, at - copied);
        write(out, changed);
        copied = at + 2 + (((open[at] & 0xff) << 8) | (open[at + 1] & 0xff));
      }
    }
    if (!exits.isEmpty()) {
      out.write(open, copied, poolEnd - copied);
      copied = poolEnd;
      out.write(UTF8);
      write(out, NO_EXIT);
      out.write(CLASS);
      out.write(pool.size() >> 8);
      out.write(pool.size());
    }
    out.write(open, copied, open.length - copied);
    return out.toByteArray();
  }

  private static void putU2(byte[] bytes, int at, int value) {
    bytes[at] = (byte) (value >> 8);
    bytes[at + 1] = (byte) value;
  }

  /** A descriptor, signature or name with the classes of JShell renamed. */
  static String rename(String text, UnaryOperator<String> renamed) {
    Matcher names = NAME.matcher(text);
    return names.replaceAll(
        found ->
            Matcher.quoteReplacement(
                renamed.apply(found.group().replace('/', '.')).replace('.', '/')));
  }

  private static void write(ByteArrayOutputStream out, String text) {
    try {
      new DataOutputStream(out).writeUTF(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void readPool(Reader in) throws IOException {
    int count = in.u2();
    pool.add(0);
    while (pool.size() < count) {
      int tag = in.u1();
      switch (tag) {
        case UTF8 -> {
          places.put(pool.size(), in.at());
          pool.add(in.utf8());
        }
        case STRING -> {
          strings.add(in.u2());
          pool.add(tag);
        }
        case CLASS -> {
          refers.put(pool.size(), new int[] {in.u2()});
          pool.add(tag);
        }
        case METHOD, NAME_AND_TYPE -> {
          places.put(pool.size(), in.at());
          refers.put(pool.size(), new int[] {in.u2(), in.u2()});
          pool.add(tag);
        }
        case METHOD_TYPE, MODULE, PACKAGE -> {
          in.skip(2);
          pool.add(tag);
        }
        case METHOD_HANDLE -> {
          in.skip(3);
          pool.add(tag);
        }
        case LONG, DOUBLE -> {
          in.skip(8);
          pool.add(tag);
          pool.add(tag); // they take two entries
        }
        default -> {
          in.skip(4);
          pool.add(tag);
        }
      }
    }
    poolEnd = in.at();
  }

  /** The positions of references to System.exit, which would end the kernel. */
  private List<Integer> exits() {
    List<Integer> exits = new ArrayList<>();
    for (int index = 1; index < pool.size(); index++) {
      if (pool.get(index).equals(METHOD) && method(index).equals(EXIT)) {
        exits.add(places.get(index));
      }
    }
    return exits;
  }

  private String method(int index) {
    int[] method = refers.get(index);
    int[] name = refers.get(method[1]);
    return pool.get(refers.get(method[0])[0]) + "." + pool.get(name[0]) + ":" + pool.get(name[1]);
  }

  private void readMembers(Reader in, boolean areFields) throws IOException {
    int count = in.u2();
    for (int i = 0; i < count; i++) {
      int at = in.at();
      int access = in.u2();
      String name = (String) pool.get(in.u2());
      String descriptor = (String) pool.get(in.u2());
      flags.add(at);
      if ((access & SYNTHETIC) == 0) {
        if (!areFields) {
          methods.add(name);
        } else if ((access & STATIC) != 0) {
          fields.put(name, descriptor);
        }
      }
      int attributes = in.u2();
      for (int a = 0; a < attributes; a++) {
        in.skip(2);
        in.skip(in.u4());
      }
    }
  }

  /** Reads a class file and knows its position. */
  private static final class Reader extends DataInputStream {
    private final int size;

    Reader(byte[] bytes) {
      super(new ByteArrayInputStream(bytes));
      size = bytes.length;
    }

    int at() throws IOException {
      return size - available();
    }

    int u1() throws IOException {
      return readUnsignedByte();
    }

    int u2() throws IOException {
      return readUnsignedShort();
    }

    int u4() throws IOException {
      return readInt();
    }

    String utf8() throws IOException {
      return readUTF();
    }

    void skip(int count) throws IOException {
      skipNBytes(count);
    }
  }
}
