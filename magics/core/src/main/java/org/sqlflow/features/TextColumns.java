package org.sqlflow.features;

import java.util.Optional;
import java.util.function.Supplier;
import org.sqlflow.columns.ColumnWords;
import org.sqlflow.columns.Diagnosis;
import org.sqlflow.columns.Finding;
import org.sqlflow.columns.NumberFormat;
import org.sqlflow.data.Column;
import org.sqlflow.data.ColumnType;

/**
 * Says what the columns of texts hold. Used by one thread at a time.
 *
 * @param look looks at them; only called where that decides or an error reports it
 * @param words how the database's advice is written; empty where nothing can be looked at
 * @param asNumbers whether texts that hold numbers are read as numbers where that is safe
 */
public record TextColumns(
    Supplier<Diagnosis> look, Optional<ColumnWords> words, boolean asNumbers) {
  /** Nothing is known. */
  public static final TextColumns UNKNOWN =
      new TextColumns(() -> Diagnosis.NONE, Optional.empty(), false);

  /** How to read a column of texts as numbers, if it is to be. */
  public Optional<NumberFormat> format(Column column) {
    return asNumbers && column.type() == ColumnType.TEXT
        ? look.get().of(Finding.NumbersInText.class).stream()
            .filter(found -> found.column().equals(column.name()) && found.numbers().isSafe())
            .map(found -> found.numbers().format())
            .findFirst()
        : Optional.empty();
  }

  /** The error for a column that should be one of numbers. */
  public Optional<String> refusal(Column column) {
    return column.type() == ColumnType.TEXT
        ? words.flatMap(known -> known.refusal(look.get(), column.name()))
        : Optional.empty();
  }
}
