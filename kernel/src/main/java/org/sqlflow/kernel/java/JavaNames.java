package org.sqlflow.kernel.java;

import java.util.Optional;
import java.util.Set;
import org.sqlflow.kernel.error.CellErrors;
import org.sqlflow.kernel.error.CellException;

/** Checks the names of Java variables. */
public final class JavaNames {
  private static final Set<String> RESERVED =
      Set.of(
          "_",
          "abstract",
          "assert",
          "boolean",
          "break",
          "byte",
          "case",
          "catch",
          "char",
          "class",
          "const",
          "continue",
          "default",
          "do",
          "double",
          "else",
          "enum",
          "extends",
          "false",
          "final",
          "finally",
          "float",
          "for",
          "goto",
          "if",
          "implements",
          "import",
          "instanceof",
          "int",
          "interface",
          "long",
          "native",
          "new",
          "null",
          "package",
          "private",
          "protected",
          "public",
          "return",
          "short",
          "static",
          "strictfp",
          "super",
          "switch",
          "synchronized",
          "this",
          "throw",
          "throws",
          "transient",
          "true",
          "try",
          "void",
          "volatile",
          "while");

  private JavaNames() {}

  /**
   * Checks that a word can name a variable.
   *
   * @throws CellException for any other word
   */
  public static void requireName(String name) {
    fault(name)
        .ifPresent(
            fault -> {
              throw new CellException(
                  CellErrors.SQLFLOW, fault + "\nchoose a name that is valid for a Java variable");
            });
  }

  /** Why a word can't name a variable; empty if it can. */
  static Optional<String> fault(String name) {
    if (RESERVED.contains(name)) {
      return Optional.of("`" + name + "` is a reserved word of Java");
    }
    boolean legal =
        !name.isEmpty()
            && Character.isJavaIdentifierStart(name.codePointAt(0))
            && name.codePoints().allMatch(Character::isJavaIdentifierPart);
    return legal
        ? Optional.empty()
        : Optional.of(
            "`"
                + name
                + "` is not a valid name: use letters, digits and _, and start with a letter");
  }

  /** Whether a word is reserved in Java. */
  public static boolean isReserved(String word) {
    return RESERVED.contains(word);
  }
}
