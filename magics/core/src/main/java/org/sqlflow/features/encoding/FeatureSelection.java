package org.sqlflow.features.encoding;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.sqlflow.columns.ColumnNames;
import org.sqlflow.columns.NumberFormat;
import org.sqlflow.data.Column;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.ColumnType;
import org.sqlflow.data.Schema;
import org.sqlflow.features.ColumnFunctions;
import org.sqlflow.features.EntryReader;
import org.sqlflow.features.Feature;
import org.sqlflow.features.FeatureException;
import org.sqlflow.features.IndicatorFeature;
import org.sqlflow.features.NumericFeature;
import org.sqlflow.features.TextColumns;
import org.sqlflow.features.WeightedFeature;
import org.sqlflow.features.trained.KnownModels;
import org.sqlflow.syntax.ColumnEntry;
import org.sqlflow.syntax.Name;
import org.sqlflow.syntax.Statement.ColumnClause;
import org.sqlflow.text.Omission;
import org.sqlflow.text.SqlNames;
import org.sqlflow.text.Text;

/**
 * What a model sees of a query: exactly what COLUMN lists, or every numeric and BOOLEAN column and
 * the text columns for which {@link TextColumns#isCategory} holds.
 *
 * @param features in the order of COLUMN, or of the query; not fitted yet
 * @param mayBeKeys the columns of numbers that COLUMN does not name: they are left out if they are
 *     keys by their values
 * @param leftOut the columns that no feature reads
 * @param unnamed the columns that COLUMN does not name: they are left out if they have no value; a
 *     category also if rows lack one although none may
 * @param except the columns that COLUMN * EXCEPT leaves out
 * @param reals the columns whose numbers can be NaN or infinite
 */
public record FeatureSelection(
    List<Feature> features,
    Set<String> mayBeKeys,
    List<LeftOut> leftOut,
    Set<String> unnamed,
    List<String> except,
    Set<String> reals) {
  private static final KnownModels NO_MODELS =
      name -> {
        throw new FeatureException("there is no model " + name, name.position());
      };

  /** Features that COLUMN names, apart from columns that may be keys. */
  FeatureSelection(List<Feature> features, Set<String> mayBeKeys, List<LeftOut> leftOut) {
    this(features, mayBeKeys, leftOut, Set.of(), List.of(), Set.of());
  }

  /** How COLUMN leaves out one more column. */
  public Omission omission() {
    boolean isAlone =
        features.stream()
            .flatMap(feature -> feature.reads().stream())
            .allMatch(read -> unnamed.contains(read.column()));
    return new Omission(unnamed, except, isAlone);
  }

  /**
   * Chooses the features of a statement.
   *
   * @param schema of the query
   * @param label a column that the model does not see unless COLUMN names it
   * @throws FeatureException if a named column is missing or does not suit its function, if a
   *     function is unknown or has the wrong arguments, or if no feature is left
   */
  public static FeatureSelection choose(
      List<ColumnClause> clauses, Schema schema, Optional<Name> label) {
    return choose(clauses, schema, label, ColumnFunctions.STANDARD);
  }

  /** The same with other functions. */
  static FeatureSelection choose(
      List<ColumnClause> clauses, Schema schema, Optional<Name> label, ColumnFunctions functions) {
    return choose(clauses, schema, label, functions, TextColumns.UNKNOWN, Set.of(), NO_MODELS);
  }

  /**
   * The same where more is known about the columns.
   *
   * @param texts what is known about text columns
   * @param predictions columns that hold what an earlier model predicted
   * @param models finds trained models
   */
  public static FeatureSelection choose(
      List<ColumnClause> clauses,
      Schema schema,
      Optional<Name> label,
      TextColumns texts,
      Set<String> predictions,
      KnownModels models) {
    return choose(clauses, schema, label, ColumnFunctions.STANDARD, texts, predictions, models);
  }

  private static FeatureSelection choose(
      List<ColumnClause> clauses,
      Schema schema,
      Optional<Name> label,
      ColumnFunctions functions,
      TextColumns texts,
      Set<String> predictions,
      KnownModels models) {
    Optional<Column> labelled = label.map(name -> EntryReader.find(schema, name));
    return new Choice(new EntryReader(schema, labelled, functions, texts, models), predictions)
        .choose(clauses);
  }

  /** The column of a name; an error that names the nearest one if there is none. */
  public static Column column(Schema schema, Name name) {
    return EntryReader.find(schema, name);
  }

  /**
   * The columns of an entry that is a name or a pattern.
   *
   * @throws FeatureException if there are none, with the nearest name
   */
  public static List<Column> columns(Schema schema, ColumnEntry entry) {
    return new EntryReader(
            schema, Optional.empty(), ColumnFunctions.STANDARD, TextColumns.UNKNOWN, NO_MODELS)
        .columns(entry);
  }

  /** Whether a feature is a text column that COLUMN does not name. */
  boolean isUnnamedCategory(Feature feature) {
    return feature instanceof IndicatorFeature category && unnamed.contains(category.column());
  }

  /** What is read of the query, each once. */
  public List<ColumnRead> reads() {
    return Feature.readsOf(features);
  }

  /** About how many bytes of the heap a row takes as it is read. */
  public long bytesPerRow() {
    return bytesPerRow(features);
  }

  /** The same for the columns of the measures alone; see {@link FeatureEncoding#measures}. */
  public long measureBytesPerRow() {
    return bytesPerRow(features.stream().filter(FeatureEncoding::isMeasure).toList());
  }

  private static long bytesPerRow(List<Feature> features) {
    Map<ColumnRead, Long> bytes = new HashMap<>();
    for (Feature feature : features) {
      feature.reads().forEach(read -> bytes.merge(read, feature.bytes(read), Math::max));
    }
    return bytes.values().stream().mapToLong(Long::longValue).sum();
  }

  /** How many numbers a model sees of a row; categories that are learned count as one. */
  public int width() {
    return width(features);
  }

  static int width(List<Feature> features) {
    long width = features.stream().mapToLong(Feature::width).sum();
    if (width > Integer.MAX_VALUE) {
      throw new FeatureException(
          Text.of(
              "COLUMN makes %,d features, and a model takes at most %,d: use smaller sizes",
              width, Integer.MAX_VALUE));
    }
    return (int) width;
  }

  /** The same features in the order of an encoding, if it has exactly these; else unchanged. */
  public FeatureSelection inOrderOf(FeatureEncoding encoding) {
    Map<String, Feature> byText = new HashMap<>();
    features.forEach(feature -> byText.put(folded(feature), feature));
    List<String> wanted = folded(encoding.features());
    if (wanted.size() != byText.size() || !byText.keySet().containsAll(wanted)) {
      return this;
    }
    List<Feature> ordered = wanted.stream().map(byText::get).toList();
    return new FeatureSelection(ordered, Set.of(), leftOut, Set.of(), List.of(), reals);
  }

  /**
   * The same, where categories that are dates or times are compared with others.
   *
   * @param schema of the query
   */
  public FeatureSelection comparingTimes(Schema schema) {
    return new FeatureSelection(
        features.stream().map(feature -> comparingTimes(feature, schema)).toList(),
        mayBeKeys,
        leftOut,
        unnamed,
        except,
        reals);
  }

  private static Feature comparingTimes(Feature feature, Schema schema) {
    if (feature instanceof WeightedFeature weighted) {
      return new WeightedFeature(comparingTimes(weighted.feature(), schema), weighted.weight());
    }
    boolean isTime =
        feature instanceof IndicatorFeature category
            && schema.find(category.column()).map(Column::type).orElse(ColumnType.OTHER)
                == ColumnType.TIME;
    return isTime ? ((IndicatorFeature) feature).ofTimes() : feature;
  }

  /**
   * The same without some features, and so that the others are used however their values look.
   *
   * @param some what is left out and why, by the features' texts
   */
  public FeatureSelection without(List<LeftOut> some) {
    Set<String> texts = some.stream().map(LeftOut::column).collect(Collectors.toSet());
    List<Feature> others =
        features.stream().filter(feature -> !texts.contains(feature.text())).toList();
    List<LeftOut> all = new ArrayList<>(leftOut);
    all.addAll(some);
    return new FeatureSelection(others, Set.of(), all, Set.of(), List.of(), reals);
  }

  /** The texts of features in lower case, since column names ignore case. */
  static List<String> folded(List<Feature> features) {
    return features.stream().map(FeatureSelection::folded).toList();
  }

  private static String folded(Feature feature) {
    return feature.text().toLowerCase(Locale.ROOT);
  }

  /** A choice in progress. */
  private static final class Choice {
    private static final int MOST_REASONS = 5;
    private static final String TO_USE_IT = "name it in COLUMN to use it";

    private final EntryReader entries;
    private final Set<String> predictions;
    private final Map<String, Feature> chosen = new LinkedHashMap<>();
    private final Set<String> mayBeKeys = new HashSet<>();
    private final Set<String> unnamed = new HashSet<>();
    private final Set<String> excepted = new LinkedHashSet<>();
    private final Map<String, Column> texts = new LinkedHashMap<>();
    private final List<LeftOut> leftOut = new ArrayList<>();

    Choice(EntryReader entries, Set<String> predictions) {
      this.entries = entries;
      this.predictions = predictions;
    }

    FeatureSelection choose(List<ColumnClause> clauses) {
      if (clauses.isEmpty()) {
        takeAll(Set.of());
      }
      for (ColumnClause clause : clauses) {
        clause.entries().forEach(this::take);
      }
      takeCategories();
      if (chosen.isEmpty()) {
        oneColumn();
        throw new FeatureException(
            "no columns are left to train on" + reasons() + ". Name columns with COLUMN");
      }
      List<Feature> features = List.copyOf(chosen.values());
      width(features);
      Set<String> read =
          Feature.readsOf(features).stream().map(ColumnRead::column).collect(Collectors.toSet());
      leftOut.removeIf(column -> read.contains(column.column()));
      Set<String> reals =
          entries.schema().columns().stream()
              .filter(column -> column.type() == ColumnType.REAL)
              .map(Column::name)
              .collect(Collectors.toSet());
      return new FeatureSelection(
          features, mayBeKeys, leftOut, unnamed, List.copyOf(excepted), reals);
    }

    /** Takes the text columns of few values that no function reads. */
    private void takeCategories() {
      chosen.values().forEach(f -> f.reads().forEach(read -> texts.remove(read.column())));
      for (Column column : texts.values()) {
        if (entries.texts().isCategory(column)) {
          Feature feature = IndicatorFeature.of(column.name());
          chosen.put(folded(feature), feature);
          unnamed.add(column.name());
        }
      }
    }

    /** Refuses a file that was read as one column, whose name is then the file's first line. */
    private void oneColumn() {
      List<Column> columns = entries.schema().columns();
      if (columns.size() == 1 && columns.get(0).type() == ColumnType.TEXT) {
        ColumnNames.separator(columns.get(0).name())
            .ifPresent(
                separator -> {
                  throw new FeatureException(
                      "the query has one text column, whose name is a whole line of a file: the"
                          + " file was read as one column, since its lines are quoted as a whole or"
                          + " differ in their number of fields. Read it with read_csv(…, delim ="
                          + " '"
                          + separator
                          + "', quote = '', null_padding = true, strict_mode = false)");
                });
      }
    }

    private String reasons() {
      return leftOut.isEmpty()
          ? ""
          : leftOut.stream()
              .map(column -> refusal(column).orElse(column.column() + ": " + column.reason()))
              .limit(MOST_REASONS)
              .collect(Collectors.joining("; ", " (", ")"));
    }

    private void take(ColumnEntry entry) {
      if (entry instanceof ColumnEntry.Star star) {
        Set<String> except = new LinkedHashSet<>();
        star.except().forEach(name -> except.add(column(entries.schema(), name).name()));
        excepted.addAll(except);
        takeAll(except);
      } else {
        for (Feature feature : entries.read(entry)) {
          if (feature instanceof WeightedFeature weighted) {
            chosen.put(folded(weighted.feature()), feature);
          } else {
            chosen.putIfAbsent(folded(feature), feature);
          }
          feature.reads().forEach(read -> mayBeKeys.remove(read.column()));
          feature.reads().forEach(read -> unnamed.remove(read.column()));
        }
      }
    }

    private void takeAll(Set<String> except) {
      Set<String> seen = new HashSet<>();
      for (Column column : entries.schema().columns()) {
        String name = column.name();
        boolean isSecond = !seen.add(name);
        if (except.contains(name) || entries.label().filter(column::equals).isPresent()) {
          continue;
        }
        Optional<NumberFormat> format = entries.texts().format(column);
        Feature feature =
            format
                .map(known -> NumericFeature.of(name, known))
                .orElseGet(() -> NumericFeature.of(column));
        if (predictions.contains(name)) {
          leftOut.add(new LeftOut(name, "what an earlier model predicted; " + TO_USE_IT));
        } else if (format.isEmpty() && !column.type().isNumeric()) {
          leftOut.add(new LeftOut(name, column.typeName() + ", not a number; " + wayIn(column)));
          if (isSecond) {
            texts.remove(name);
          } else {
            texts.put(name, column);
          }
        } else if (column.type() == ColumnType.INTEGER && ColumnNames.isPrediction(name)) {
          leftOut.add(new LeftOut(name, "a group by its name; " + TO_USE_IT));
        } else if (column.type() == ColumnType.INTEGER && isKey(name)) {
          String what = ColumnNames.key(name) == ColumnNames.KeyName.CODE ? "a code" : "a key";
          leftOut.add(new LeftOut(name, what + " by its name; " + TO_USE_IT));
        } else if (isSecond) {
          throw EntryReader.twoOfOneName(name, null);
        } else if (chosen.putIfAbsent(folded(feature), feature) == null) {
          unnamed.add(name);
          if (column.type() == ColumnType.INTEGER || column.type() == ColumnType.REAL) {
            mayBeKeys.add(name);
          }
        }
      }
    }

    /** What the values of a text column say. */
    private Optional<String> refusal(LeftOut column) {
      return entries.texts().refusal(entries.schema().find(column.column()).orElseThrow());
    }

    private static boolean isKey(String name) {
      ColumnNames.KeyName key = ColumnNames.key(name);
      return key == ColumnNames.KeyName.KEY || key == ColumnNames.KeyName.CODE;
    }

    private static String wayIn(Column column) {
      return switch (column.type()) {
        case TEXT ->
            "use INDICATOR("
                + SqlNames.inClause(column.name())
                + ") in COLUMN if it has few values";
        case LIST -> "use DENSE(" + SqlNames.inClause(column.name()) + ", n) in COLUMN";
        case TIME ->
            "convert it to a number in the query, such as EXTRACT(MONTH FROM "
                + SqlNames.inClause(column.name())
                + ")";
        default -> "convert it to a number in the query";
      };
    }
  }
}
