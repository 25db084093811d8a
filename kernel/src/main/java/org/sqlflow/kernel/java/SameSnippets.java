package org.sqlflow.kernel.java;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import jdk.jshell.ImportSnippet;
import jdk.jshell.JShell;
import jdk.jshell.MethodSnippet;
import jdk.jshell.PersistentSnippet;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.Status;
import jdk.jshell.Snippet.SubKind;
import jdk.jshell.VarSnippet;

/** Copies the declarations of one JShell to another one. Nothing runs. */
final class SameSnippets {
  private final JShell from;
  private final JShell to;
  private final SnippetClasses classes;
  private final SnippetNames names;

  /** A copy from one JShell to an empty one. */
  SameSnippets(JShell from, JShell to, SnippetClasses classes, SnippetNames names) {
    this.from = from;
    this.to = to;
    this.classes = classes;
    this.names = names;
  }

  /** Copies all declarations; returns whether they are the same in the new JShell. */
  boolean repeat() {
    try {
      for (PersistentSnippet snippet : named(from)) {
        Optional<VarSnippet> variable =
            snippet instanceof VarSnippet one ? Optional.of(one) : Optional.empty();
        names.repeat(
            snippet.id(),
            variable
                .filter(one -> one.subKind() == SubKind.TEMP_VAR_EXPRESSION_SUBKIND)
                .map(VarSnippet::name));
        to.eval(snippet.source());
        // Its initial value may use what has changed or gone since.
        variable
            .filter(one -> from.status(one) == Status.VALID && !isCopied(one))
            .ifPresent(one -> to.eval(one.typeName() + " " + one.name() + ";"));
      }
      return isSame();
    } finally {
      names.useNew();
    }
  }

  /** The names of all variables. */
  Set<String> variables() {
    return from.variables().map(VarSnippet::name).collect(Collectors.toSet());
  }

  private boolean isCopied(VarSnippet variable) {
    return to.variables()
            .filter(one -> one.name().equals(variable.name()))
            .anyMatch(one -> one.typeName().equals(variable.typeName()))
        && classes.hasSameType(variable.name());
  }

  private static List<PersistentSnippet> named(JShell shell) {
    return shell
        .snippets()
        .filter(snippet -> shell.status(snippet).isActive())
        .filter(PersistentSnippet.class::isInstance)
        .map(PersistentSnippet.class::cast)
        .toList();
  }

  /** Whether all valid snippets are valid in the copy, and all others exist there too. */
  private boolean isSame() {
    Map<String, Status> copied =
        named(to).stream()
            .collect(Collectors.toMap(SameSnippets::name, to::status, (first, later) -> later));
    for (PersistentSnippet snippet : named(from)) {
      Optional<Status> status = Optional.ofNullable(copied.get(name(snippet)));
      boolean isValid = from.status(snippet) == Status.VALID;
      boolean isVariable = snippet instanceof VarSnippet;
      if (isValid ? !status.equals(Optional.of(Status.VALID)) : status.isEmpty() && !isVariable) {
        return false;
      }
      if (isValid && isVariable && !classes.hasSameType(snippet.name())) {
        return false;
      }
    }
    return true;
  }

  private static String name(Snippet snippet) {
    String name = snippet.kind() + " " + ((PersistentSnippet) snippet).name();
    if (snippet instanceof MethodSnippet method) {
      return name + "(" + method.parameterTypes() + ")";
    }
    return snippet instanceof ImportSnippet imported
        ? name + " " + imported.fullname() + " " + imported.isStatic()
        : name;
  }
}
