package org.sqlflow.report.words;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.sqlflow.models.clustering.GroupColumn.Category;
import org.sqlflow.models.clustering.GroupColumn.Kind;
import org.sqlflow.models.clustering.GroupColumn.Numbers;
import org.sqlflow.models.clustering.GroupColumn.Summary;
import org.sqlflow.models.clusters.GroupNames;
import org.sqlflow.text.Text;
import org.sqlflow.text.Visible;

/**
 * One column of a {@link ColumnsReport}: its figures in each group, and how people read them.
 *
 * @param names of the groups
 */
record ComparedColumn(Summary column, GroupNames names) {
  /** The most categories that get a row each in the table of shares. */
  private static final int MOST_CATEGORIES = 10;

  private static final double DAY = 86_400;

  /** How many groups there are. */
  private int clusters() {
    return column.rows().length - 1;
  }

  /** Whether it has means and medians. */
  boolean isNumbers() {
    return column.kind() == Kind.NUMBERS || column.kind() == Kind.TIMES;
  }

  /** What the column holds. */
  String holds() {
    String what =
        switch (column.kind()) {
          case NUMBERS -> "numbers";
          case TIMES -> "times";
          case CATEGORIES ->
              column.categories().size() == 1
                  ? "1 value"
                  : Text.of("%,d values", column.categories().size());
          case TEXTS -> "many texts";
          case NOTHING -> "nothing";
        };
    long missing = Arrays.stream(column.missing()).sum();
    double share = 100.0 * missing / Math.max(1, Arrays.stream(column.rows()).sum());
    return missing == 0 ? what : what + Text.of(", %.1f %% NULL", share);
  }

  /** The categories with the most rows. */
  List<Category> top() {
    List<Category> all = column.categories();
    return all.subList(0, Math.min(MOST_CATEGORIES, all.size()));
  }

  /** The group with the most and that with the least. */
  String apart() {
    return switch (column.kind()) {
      case NUMBERS, TIMES -> {
        String measure = "median";
        ToDoubleFunction<Numbers> value = Numbers::median;
        List<Integer> groups = groupsBy(value);
        if (isLevel(groups, value)) {
          // Where most values are equal, the medians are too, and the means say more.
          measure = "mean";
          value = Numbers::mean;
          groups = groupsBy(value);
        }
        if (groups.size() < 2) {
          yield "–";
        }
        int most = groups.get(groups.size() - 1);
        int least = groups.get(0);
        yield Text.of(
            "%s %s in %s, %s in %s; %s of all",
            measure,
            shown(value.applyAsDouble(column.numbers().get(most + 1))),
            names.label(most),
            shown(value.applyAsDouble(column.numbers().get(least + 1))),
            names.label(least),
            shown(value.applyAsDouble(column.numbers().get(0))));
      }
      case CATEGORIES -> categories();
      case TEXTS -> "a different text in nearly each row: nothing to compare";
      case NOTHING -> "no row has a value";
    };
  }

  private List<Integer> groupsBy(ToDoubleFunction<Numbers> value) {
    List<Integer> groups = new ArrayList<>();
    for (int group = 0; group < clusters(); group++) {
      if (column.numbers().get(group + 1).count() > 0) {
        groups.add(group);
      }
    }
    groups.sort(
        Comparator.comparingDouble(group -> value.applyAsDouble(column.numbers().get(group + 1))));
    return groups;
  }

  private boolean isLevel(List<Integer> groups, ToDoubleFunction<Numbers> value) {
    return groups.stream()
            .mapToDouble(group -> value.applyAsDouble(column.numbers().get(group + 1)))
            .distinct()
            .count()
        < 2;
  }

  /** The category in which the groups differ most. */
  private String categories() {
    double farthest = -1;
    String phrase = "–";
    for (Category category : column.categories()) {
      int most = -1;
      int least = -1;
      for (int group = 0; group < clusters(); group++) {
        if (known(group) > 0) {
          double share = share(category, group);
          most = most < 0 || share > share(category, most) ? group : most;
          least = least < 0 || share < share(category, least) ? group : least;
        }
      }
      if (most < 0 || most == least) {
        continue;
      }
      double range = share(category, most) - share(category, least);
      if (range > farthest + 1e-12) {
        farthest = range;
        phrase =
            Text.of(
                "%s: %s in %s, %s in %s; %s of all",
                Visible.value(category.name()),
                percent(share(category, most)),
                names.label(most),
                percent(share(category, least)),
                names.label(least),
                percent(ofAll(category)));
      }
    }
    return phrase;
  }

  private long known(int group) {
    return column.rows()[group] - column.missing()[group];
  }

  /** The share of a category in a group, from 0 to 1; NaN if no row of the group has a value. */
  double share(Category category, int group) {
    return category.counts()[group] / (double) known(group);
  }

  /** The share of a category in all rows in groups, from 0 to 1. */
  double ofAll(Category category) {
    long all = 0;
    for (int group = 0; group < clusters(); group++) {
      all += known(group);
    }
    return category.total() / (double) all;
  }

  /** A share in percent; empty for NaN. */
  static String percent(double share) {
    return Double.isNaN(share)
        ? ""
        : Text.of(share > 0 && share < 0.01 ? "%.1f %%" : "%.0f %%", 100 * share);
  }

  /** A number as people write it: with as many digits as its column needs, or a time. */
  String shown(double value) {
    if (Double.isNaN(value)) {
      return "";
    }
    if (column.kind() == Kind.TIMES) {
      LocalDateTime time = LocalDateTime.ofEpochSecond(Math.round(value), 0, ZoneOffset.UTC);
      double deviation = column.numbers().get(0).deviation();
      String pattern = deviation > DAY ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm";
      return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).format(time);
    }
    double spread = column.numbers().get(0).deviation();
    int digits =
        spread > 0 ? Math.max(0, 1 - (int) Math.floor(Math.log10(spread))) : value % 1 == 0 ? 0 : 3;
    String text = Text.number(value, digits);
    return text.contains(".") && !text.contains("e") ? text.replaceFirst("\\.?0+$", "") : text;
  }
}
