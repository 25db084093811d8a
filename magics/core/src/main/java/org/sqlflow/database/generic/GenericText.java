package org.sqlflow.database.generic;

import java.util.function.UnaryOperator;
import org.sqlflow.database.spi.SqlText;

/** Standard SQL. */
public class GenericText implements SqlText {
  private final String quote;
  private final UnaryOperator<String> folding;

  /**
   * Creates the texts of a database.
   *
   * @param quote the character before and after a quoted name
   * @param folding gives a name as the database reads it without quotes
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
