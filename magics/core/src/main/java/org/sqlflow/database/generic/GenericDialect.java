package org.sqlflow.database.generic;

import java.util.function.UnaryOperator;
import org.sqlflow.database.spi.Catalogue;
import org.sqlflow.database.spi.Dialect;
import org.sqlflow.database.spi.Errors;
import org.sqlflow.database.spi.Publishing;

/**
 * Standard SQL and what a JDBC driver reports. A dialect of a database extends it and replaces the
 * roles that differ.
 */
public class GenericDialect implements Dialect {
  private static final int FETCH_SIZE = 10_000;

  private final GenericText text;
  private final GenericTypes types;
  private final Errors errors;

  /** Double quotes around names, whose case stays as it is. */
  public GenericDialect() {
    this(new GenericText("\"", UnaryOperator.identity()), new GenericTypes(), new GenericErrors());
  }

  /** These roles, and the catalogue that the driver reports. */
  protected GenericDialect(GenericText text, GenericTypes types, Errors errors) {
    this.text = text;
    this.types = types;
    this.errors = errors;
  }

  @Override
  public GenericText text() {
    return text;
  }

  @Override
  public GenericTypes types() {
    return types;
  }

  @Override
  public Catalogue catalogue() {
    return new DriverCatalogue();
  }

  @Override
  public Publishing publishing() {
    return new StagingPublishing(types);
  }

  @Override
  public Errors errors() {
    return errors;
  }

  @Override
  public int fetchSize() {
    return FETCH_SIZE;
  }
}
