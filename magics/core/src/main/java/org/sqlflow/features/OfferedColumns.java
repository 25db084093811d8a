package org.sqlflow.features;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.sqlflow.syntax.Name;
import org.sqlflow.syntax.NearestName;
import org.sqlflow.syntax.Position;
import org.sqlflow.text.Text;

/**
 * The columns of a query, to be found by name or by pattern.
 *
 * @param all in the query's order
 */
public record OfferedColumns(List<SourceColumn> all) {
  /**
   * The column of a name; where several differ in case only, the one spelt so.
   *
   * @throws FeatureException if there is none, with the nearest name
   */
  public SourceColumn find(Name name) {
    return find(name.text())
        .orElseThrow(
            () ->
                new FeatureException(
                    "the query has no column " + name.text() + "; " + hint(name.text()),
                    name.position()));
  }

  /** The column of a name, if there is one. */
  public Optional<SourceColumn> find(String name) {
    return first(column -> column.equals(name))
        .or(() -> first(column -> column.equalsIgnoreCase(name)));
  }

  /** The column of this very name, or else those whose whole names a regular expression matches. */
  List<SourceColumn> matching(String regex, Position position) {
    Optional<SourceColumn> named = first(column -> column.equalsIgnoreCase(regex));
    if (named.isPresent()) {
      return List.of(named.get());
    }
    Pattern pattern = compile(regex, position);
    List<SourceColumn> found =
        all.stream().filter(column -> pattern.matcher(column.name()).matches()).toList();
    if (found.isEmpty()) {
      throw new FeatureException(
          "no column's whole name matches \"" + regex + "\"; " + hint(regex), position);
    }
    return found;
  }

  private static Pattern compile(String regex, Position position) {
    try {
      return Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    } catch (PatternSyntaxException error) {
      String message = "\"%s\" is neither a column nor a regular expression: %s";
      throw new FeatureException(Text.of(message, regex, error.getDescription()), position);
    }
  }

  private Optional<SourceColumn> first(Predicate<String> name) {
    return all.stream().filter(column -> name.test(column.name())).findFirst();
  }

  private String hint(String name) {
    List<String> names = all.stream().map(SourceColumn::name).toList();
    return NearestName.question(name, names).orElse("it has " + Lists.shortened(names));
  }
}
