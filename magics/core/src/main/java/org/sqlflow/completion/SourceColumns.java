package org.sqlflow.completion;

import java.util.List;
import org.sqlflow.data.Column;
import org.sqlflow.syntax.Place;

/** The columns of what a query reads from. */
final class SourceColumns {
  private SourceColumns() {}

  /** Of a table, a file or a query; a name may be that of a query in front of the statement. */
  static List<Column> of(Place.Source source, Place place, Catalog catalog) {
    String query = "SELECT * FROM " + source.sql();
    String before = place.statement().withQueries();
    List<Column> columns = before.isEmpty() ? List.of() : catalog.columns(before + " " + query);
    return columns.isEmpty() ? catalog.columns(query) : columns;
  }
}
