package org.sqlflow.kernel.java;

import java.util.List;
import java.util.Optional;
import org.sqlflow.kernel.java.JavaToken.Kind;

/**
 * The call {@code _.to_dataframes(name)}, which stores the last result in a Java variable. It is
 * not plain Java, because the name may be a bare word as well as a string.
 *
 * @param name the variable's name as written, not yet checked
 */
public record ToDataframesCall(String name) {
  /** The call, if the tokens are nothing else. */
  public static Optional<ToDataframesCall> match(List<JavaToken> tokens, String source) {
    int end = tokens.size();
    while (end > 0 && tokens.get(end - 1).is(";")) {
      end--;
    }
    boolean call =
        end > 5
            && tokens.get(0).is("_")
            && tokens.get(1).is(".")
            && tokens.get(2).is("to_dataframes")
            && tokens.get(3).is("(")
            && tokens.get(end - 1).is(")");
    if (!call) {
      return Optional.empty();
    }
    if (end > 6) {
      return tokens.subList(4, end - 1).stream().anyMatch(t -> t.is("(") || t.is(")"))
          ? Optional.empty()
          : Optional.of(
              new ToDataframesCall(
                  source.substring(tokens.get(4).start(), tokens.get(end - 2).end())));
    }
    JavaToken argument = tokens.get(4);
    if (argument.kind() == Kind.STRING) {
      String quoted = argument.text();
      return Optional.of(
          new ToDataframesCall(
              quoted.length() < 2 ? quoted : quoted.substring(1, quoted.length() - 1)));
    }
    return Optional.of(new ToDataframesCall(argument.text()));
  }
}
