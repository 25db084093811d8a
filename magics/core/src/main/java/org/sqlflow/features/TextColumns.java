package org.sqlflow.features;

import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.sqlflow.columns.ColumnWords;
import org.sqlflow.columns.Diagnosis;
import org.sqlflow.columns.Finding;
import org.sqlflow.columns.NumberFormat;
import org.sqlflow.data.Column;
import org.sqlflow.data.ColumnType;

/**
 * Says what the text columns hold. Used by one thread at a time.
 *
 * @param look examines the columns; called only if a decision or an error message needs it
 * @param words writes advice in the database's SQL; empty if the columns cannot be examined
 * @param asNumbers whether texts that hold numbers are read as numbers where that is safe
 * @param asCategories which text columns of few values are features although COLUMN does not name
 *     them
 */
public record TextColumns(
    Supplier<Diagnosis> look,
    Optional<ColumnWords> words,
    boolean asNumbers,
    Categories asCategories) {
  /** Nothing is known. */
  public static final TextColumns UNKNOWN =
      new TextColumns(() -> Diagnosis.NONE, Optional.empty(), false, Categories.NONE);

  /** Which columns of texts are taken as categories by default. */
  public sealed interface Categories {
    Categories NONE = new Known(Set.of());

    /**
     * Those that look like categories: clustering by default uses numbers only, prediction of a
     * label uses both.
     */
    record OfFewValues() implements Categories {}

    /** Those that the model of USING has. */
    record Known(Set<String> columns) implements Categories {}
  }

  /** How to read a column of texts as numbers, if it is to be. */
  public Optional<NumberFormat> format(Column column) {
    return asNumbers && column.type() == ColumnType.TEXT
        ? look.get().of(Finding.NumbersInText.class).stream()
            .filter(found -> found.column().equals(column.name()) && found.numbers().isSafe())
            .map(found -> found.numbers().format())
            .findFirst()
        : Optional.empty();
  }

  /** Whether a column that COLUMN does not name is a feature, each of its values a category. */
  public boolean isCategory(Column column) {
    if (column.type() != ColumnType.TEXT) {
      return false;
    }
    return asCategories instanceof Categories.Known known
        ? known.columns().contains(column.name())
        : look.get().of(column.name()).stream().anyMatch(TextColumns::isFew);
  }

  private static boolean isFew(Finding finding) {
    return (finding instanceof Finding.FewValues few && few.values() > 1)
        || (finding instanceof Finding.Code code && code.few());
  }

  /** The error for a column that should be one of numbers. */
  public Optional<String> refusal(Column column) {
    return column.type() == ColumnType.TEXT
        ? words.flatMap(known -> known.refusal(look.get(), column.name()))
        : Optional.empty();
  }
}
