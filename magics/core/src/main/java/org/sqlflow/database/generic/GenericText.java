package org.sqlflow.database.generic;

import java.util.function.UnaryOperator;
import org.sqlflow.database.spi.SqlText;

/** Standard SQL. */
public class GenericText implements SqlText {
  private final String quote;
  private final UnaryOperator<String> folding;

  /**
   * A way to write SQL.
   *
   * @param quote the character before and after a quoted name
   * @param folding what the database makes of a name without quotes
   */
  public GenericText(String quote, UnaryOperator<String> folding) {
    this.quote = quote;
    this.folding = folding;
  }

  @Override
  public String quote(String name) {
    return quote + name.replace(quote, quote + quote) + quote;
  }

  @Override
  public String folded(String name) {
    return folding.apply(name);
  }
}
