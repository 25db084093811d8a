package org.sqlflow.columns;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.sqlflow.data.Column;
import org.sqlflow.data.ColumnType;

/**
 * The findings of columns. TO DESCRIBE shows them and TO TRAIN warns of them. Immutable.
 *
 * @param profiles what was seen of each column
 * @param findings in the order of the columns, for each the most important one first
 */
public record Diagnosis(List<ColumnProfile> profiles, List<Finding> findings) {
  /**
   * From this many rows on, whole numbers with gaps can be a key; in fewer rows, gaps rule it out.
   */
  private static final int ENOUGH = 20;

  /** The type of a time without a date; TIMESTAMP has one. */
  private static final Pattern TIME_OF_DAY =
      Pattern.compile("timetz\\b|time\\b(?! *stamp)", Pattern.CASE_INSENSITIVE);

  /** A key's numbers span at most this many times their count: every other one may be missing. */
  private static final double GAPS = 2;

  private static final int MOST_CATEGORIES = 30;
  private static final double SKEWED = 2;
  private static final double TIMES_MEDIAN = 10;
  private static final double NEARLY_ALL = 0.9;

  /**
   * A value this many times larger than all others: their differences are lost when the column is
   * scaled.
   */
  private static final double DWARFING = 1000;

  private static final int FEW_ROWS = 3;
  private static final double RARE = 0.001;

  public Diagnosis {
    profiles = List.copyOf(profiles);
    findings = List.copyOf(findings);
  }

  /** Nothing known. */
  public static final Diagnosis NONE = new Diagnosis(List.of(), List.of());

  /**
   * Judges columns.
   *
   * @param numbers the sampled numbers of columns by name, of the same rows
   * @param predictions columns that are known to hold what a model predicted
   */
  static Diagnosis of(
      List<ColumnProfile> profiles, Map<String, double[]> numbers, Set<String> predictions) {
    List<Finding.Copy> copies = Copies.among(profiles, numbers);
    List<Finding> findings = new ArrayList<>();
    for (ColumnProfile profile : profiles) {
      if (predictions.contains(profile.name())) {
        findings.add(new Finding.EarlierPrediction(profile.name()));
      } else {
        own(profile, findings);
      }
      copies.stream().filter(copy -> copy.column().equals(profile.name())).forEach(findings::add);
      dwarfing(profile).ifPresent(findings::add);
      if (isHeavyTailed(profile)) {
        findings.add(new Finding.HeavyTail(profile.name()));
      }
    }
    return new Diagnosis(profiles, findings);
  }

  /** The findings of a kind, in the order of the columns. */
  public <F extends Finding> List<F> of(Class<F> kind) {
    return findings.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** The findings of a column. */
  public List<Finding> of(String column) {
    return findings.stream().filter(finding -> finding.column().equals(column)).toList();
  }

  private static boolean ofDay(Column column) {
    return TIME_OF_DAY.matcher(column.typeName()).lookingAt();
  }

  private static void own(ColumnProfile profile, List<Finding> findings) {
    String name = profile.name();
    if (profile.rows() == 0) {
      return;
    }
    if (profile.present() == 0) {
      findings.add(new Finding.Empty(name));
      return;
    }
    if (profile.column().type().isNumeric()) {
      number(profile, findings);
    } else if (profile.column().type() == ColumnType.TIME) {
      findings.add(new Finding.Time(name, ofDay(profile.column())));
    } else {
      profile.texts().ifPresent(texts -> text(profile, texts, findings));
    }
    if (2 * profile.missing() > profile.rows()) {
      findings.add(new Finding.MostlyEmpty(name, (double) profile.missing() / profile.rows()));
    }
    boolean constant =
        profile.isDistinctExact() && profile.distinct() == 1 && profile.missing() == 0;
    if (constant && profile.rows() > 1) {
      findings.add(new Finding.Constant(name));
    }
    boolean two =
        profile.column().type() == ColumnType.BOOLEAN
            || (profile.isDistinctExact() && profile.distinct() == 2);
    if (two && ColumnNames.isTarget(name)) {
      findings.add(new Finding.LikelyTarget(name));
    }
  }

  private static void number(ColumnProfile profile, List<Finding> findings) {
    String name = profile.name();
    if (profile.column().type() == ColumnType.BOOLEAN || !profile.isWhole()) {
      return;
    }
    boolean few = profile.isDistinctExact() && profile.distinct() <= MOST_CATEGORIES;
    boolean repeats = !profile.isUnique();
    if (ColumnNames.isPrediction(name)) {
      findings.add(new Finding.LikelyPrediction(name));
      return;
    }
    switch (ColumnNames.key(name)) {
      case KEY -> findings.add(new Finding.Key(name, true));
      case CODE -> findings.add(new Finding.Code(name, few && repeats));
      case IF_UNIQUE -> {
        if (isMostlyUnique(profile)) {
          findings.add(new Finding.Key(name, true));
        }
      }
      case NONE -> {
        if (profile.present() < 2 || repeats) {
          return;
        }
        if (hasFewGaps(profile.present(), profile.rows(), profile.min(), profile.max())) {
          findings.add(new Finding.Key(name, false));
        } else if (profile.column().type() == ColumnType.INTEGER && profile.present() >= ENOUGH) {
          findings.add(new Finding.Unique(name));
        }
      }
    }
  }

  /**
   * Whether different whole numbers between two bounds have few gaps, as those of a key do. In
   * fewer than {@value #ENOUGH} rows none may be missing: 10 ages could lie within 20 years by
   * chance, but not within 10.
   *
   * @param count how many there are
   * @param rows how many rows there are, some without a number
   */
  public static boolean hasFewGaps(long count, long rows, double min, double max) {
    double span = max - min + 1;
    boolean mostRows = 2 * count > rows;
    return count > 1 && mostRows && span <= (count < ENOUGH ? rows : GAPS * count);
  }

  private static boolean isMostlyUnique(ColumnProfile profile) {
    return profile.isDistinctExact()
        ? profile.distinct() >= NEARLY_ALL * profile.present()
        : profile.isUnique();
  }

  private static void text(ColumnProfile profile, TextSummary texts, List<Finding> findings) {
    String name = profile.name();
    boolean unique = profile.isUnique() && profile.present() > 1;
    boolean few =
        profile.isDistinctExact()
            && profile.distinct() <= MOST_CATEGORIES
            && 2 * profile.distinct() <= profile.present();
    boolean mostlyUnique =
        profile.isDistinctExact() ? 2 * profile.distinct() > profile.present() : profile.isUnique();
    ColumnNames.KeyName key = ColumnNames.key(name);
    if (unique && key != ColumnNames.KeyName.NONE && key != ColumnNames.KeyName.CODE) {
      findings.add(new Finding.TextKey(name));
    } else if (texts.dates()) {
      findings.add(new Finding.DateInText(name));
    } else if (texts.codes() || key == ColumnNames.KeyName.CODE) {
      findings.add(new Finding.Code(name, few));
    } else if (texts.numbers().isPresent()) {
      findings.add(
          new Finding.NumbersInText(name, texts.numbers().get(), few ? profile.distinct() : 0));
    } else if (unique) {
      findings.add(new Finding.TextKey(name));
    } else if (few) {
      findings.add(new Finding.FewValues(name, profile.distinct()));
    } else if (mostlyUnique) {
      findings.add(new Finding.FreeText(name));
    } else {
      findings.add(new Finding.ManyValues(name, profile.distinct()));
    }
  }

  /** A value so large that the others nearly coincide once the column is scaled. */
  private static Optional<Finding> dwarfing(ColumnProfile profile) {
    double[] sample = profile.sample();
    if (!profile.column().type().isNumeric() || sample.length < ENOUGH) {
      return Optional.empty();
    }
    double value = -profile.min() > profile.max() ? profile.min() : profile.max();
    double others = 0;
    long same = 0;
    for (double one : sample) {
      same += one == value ? 1 : 0;
      others = one == value ? others : Math.max(others, Math.abs(one));
    }
    double times = Math.abs(value) / others;
    return others > 0 && times >= DWARFING && same <= Math.max(FEW_ROWS, RARE * sample.length)
        ? Optional.of(new Finding.Dwarfing(profile.name(), value, Math.max(1, same), times))
        : Optional.empty();
  }

  private static boolean isHeavyTailed(ColumnProfile profile) {
    double median = profile.quantile(0.5);
    return profile.column().type().isNumeric()
        && profile.skew() >= SKEWED
        && profile.min() >= 0
        && median > 0
        && profile.quantile(1) > TIMES_MEDIAN * median
        && ColumnNames.key(profile.name()) == ColumnNames.KeyName.NONE;
  }
}
