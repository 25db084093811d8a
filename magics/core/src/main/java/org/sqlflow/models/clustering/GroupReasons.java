package org.sqlflow.models.clustering;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sqlflow.data.Matrix;
import org.sqlflow.features.CategoryFeature;
import org.sqlflow.features.Feature;
import org.sqlflow.features.NumericFeature;
import org.sqlflow.features.WeightedFeature;
import org.sqlflow.features.encoding.FeatureEncoding;
import org.sqlflow.models.clusters.GroupNames;
import org.sqlflow.models.drift.TrainingRange;
import org.sqlflow.text.Text;

/**
 * Why a row belongs to its group and not to the next one, in words: the features in which it is
 * nearer to its group's mean than to the next group's. With x a row's scaled number, m its group's
 * mean and n the next group's, a feature contributes (x - n)² - (x - m)²; the sum over all features
 * is the difference of the squared distances. The numbers of a category contribute together.
 * Immutable.
 */
final class GroupReasons {
  /** The most features in a reason. */
  private static final int MOST = 3;

  private static final int DIGITS = 3;
  private static final double LARGE = 1000;
  private static final double FAST = 1e15;
  private static final double ROUNDING = 1e-3;

  private final float[] centres;
  private final String[] labels;

  /** {@code [group][number]}: the means in words. */
  private final String[][] means;

  private final List<Part> parts = new ArrayList<>();
  private final int width;

  /** A feature, or one of the numbers of a feature. */
  private record Part(
      Feature feature, List<String> names, int place, int at, int width, boolean isCode) {
    boolean isCategory() {
      return WeightedFeature.plain(feature) instanceof CategoryFeature;
    }

    boolean isTruth() {
      return WeightedFeature.plain(feature) instanceof NumericFeature number
          && number.truth()
          && !number.log();
    }

    /** The truth value of a row; empty for a mean that replaces a missing one. */
    Optional<Boolean> truth(double encoded) {
      double value = feature.original(place, (float) encoded);
      boolean isOne = Math.abs(value - Math.rint(value)) < ROUNDING;
      return isTruth() && isOne ? Optional.of(Math.rint(value) == 1) : Optional.empty();
    }

    /** The share of a group's rows with a truth value. */
    String share(boolean truth, double encoded) {
      double share = feature.original(place, (float) encoded);
      return Text.of("%.0f %%", Math.abs(100 * (truth ? share : 1 - share)));
    }

    String number(double encoded) {
      double value = feature.original(place, (float) encoded);
      return isCode ? Long.toString(Math.round(value)) : shown(value);
    }

    /** The share of a group's rows that are in a category. */
    String share(int category, double encoded) {
      double one = ((CategoryFeature) WeightedFeature.plain(feature)).weight();
      return Text.of("%.0f %%", 100 * feature.original(category, (float) encoded) / one);
    }
  }

  /**
   * A number with three digits, or a whole one from 1,000 on. Formatted by hand, which is much
   * faster: each row of a large table may need some.
   */
  static String shown(double value) {
    double size = Math.abs(value);
    int before = size == 0 ? 0 : (int) Math.floor(Math.log10(size));
    if (!(size < FAST) || (size > 0 && before < -DIGITS)) {
      return Text.number(value, DIGITS - 1 - before);
    }
    int digits = size >= LARGE ? 0 : Math.max(0, DIGITS - 1 - before);
    long power = 1;
    for (int i = 0; i < digits; i++) {
      power *= 10;
    }
    long scaled = Math.round(size * power);
    StringBuilder text = new StringBuilder().append(scaled / power);
    for (int at = text.length() - 3; at > 0; at -= 3) {
      text.insert(at, ',');
    }
    long fraction = scaled % power;
    if (fraction > 0) {
      String zeros = Long.toString(power + fraction).substring(1);
      int end = zeros.length();
      while (zeros.charAt(end - 1) == '0') {
        end--;
      }
      text.append('.').append(zeros, 0, end);
    }
    return value < 0 && scaled > 0 ? text.insert(0, '-').toString() : text.toString();
  }

  /** A feature, and how much it contributes to a row's being in its group. */
  private record Contribution(int part, double amount) {}

  /**
   * Reasons of a model.
   *
   * @param range of its training, with the centre of each group
   */
  GroupReasons(FeatureEncoding encoding, TrainingRange range, GroupNames names) {
    this.width = encoding.width();
    this.centres = new float[range.centres().size()];
    for (int i = 0; i < centres.length; i++) {
      centres[i] = range.centres().get(i);
    }
    int at = 0;
    for (Feature feature : encoding.features()) {
      if (WeightedFeature.plain(feature) instanceof CategoryFeature) {
        parts.add(new Part(feature, feature.names(), 0, at, feature.width(), false));
      } else {
        for (int place = 0; place < feature.width(); place++) {
          boolean isCode = isCode(feature, place, at + place, range);
          parts.add(new Part(feature, feature.names(), place, at + place, 1, isCode));
        }
      }
      at += feature.width();
    }
    int clusters = centres.length / width;
    this.labels = new String[clusters];
    Arrays.setAll(labels, names::label);
    this.means = new String[clusters][width];
    for (int group = 0; group < clusters; group++) {
      for (Part part : parts) {
        for (int place = 0; place < part.width(); place++) {
          double mean = centre(group, part.at() + place);
          means[group][part.at() + place] =
              part.isCategory() ? part.share(place, mean) : part.number(mean);
        }
      }
    }
  }

  private static boolean isCode(Feature feature, int place, int at, TrainingRange range) {
    double least = feature.original(place, range.least().get(at));
    double most = feature.original(place, range.most().get(at));
    boolean whole =
        Math.abs(least - Math.rint(least)) < ROUNDING * Math.max(1, Math.abs(least) / 1000);
    return feature.meaning() == Feature.Meaning.MEASURE
        && whole
        && NumberCodes.isCode(feature.reads().get(0).column(), least, most);
  }

  /**
   * The reason of one row.
   *
   * @param rows encoded
   * @param own the row's group
   * @param next the next group
   */
  String of(Matrix rows, int row, int own, int next) {
    Contribution[] most = new Contribution[MOST];
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      double amount = 0;
      for (int at = part.at(); at < part.at() + part.width(); at++) {
        double value = rows.at(row, at);
        double toOwn = value - centre(own, at);
        double toNext = value - centre(next, at);
        amount += toNext * toNext - toOwn * toOwn;
      }
      if (amount > 0) {
        insert(most, new Contribution(i, amount));
      }
    }
    if (most[0] == null) {
      return "no single feature: it is among rows of " + labels[own];
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < MOST && most[i] != null; i++) {
      append(text, parts.get(most[i].part()), rows, row, own, next);
    }
    return text.toString();
  }

  /** Keeps the largest, the first of equals before. */
  private static void insert(Contribution[] most, Contribution added) {
    Contribution moved = added;
    for (int i = 0; i < most.length; i++) {
      if (most[i] == null || most[i].amount() < moved.amount()) {
        Contribution less = most[i];
        most[i] = moved;
        moved = less;
        if (moved == null) {
          return;
        }
      }
    }
  }

  private double centre(int group, int at) {
    return centres[group * width + at];
  }

  /** Such as "balance 9,012: group 2 has 8,500, group 0 has 1,200"; the groups only once. */
  private void append(StringBuilder text, Part part, Matrix rows, int row, int own, int next) {
    boolean isFirst = text.isEmpty();
    text.append(isFirst ? "" : "; ");
    int at = part.at();
    Optional<Boolean> truth = part.truth(rows.at(row, at));
    if (truth.isPresent()) {
      text.append(part.names().get(part.place())).append('=').append(truth.get());
      appendGroups(
          text,
          isFirst,
          new String[] {
            labels[own],
            part.share(truth.get(), centre(own, at)),
            labels[next],
            part.share(truth.get(), centre(next, at))
          });
      return;
    }
    if (part.isCategory()) {
      int category = 0;
      while (category < part.width() && rows.at(row, at + category) == 0) {
        category++;
      }
      if (category == part.width()) {
        text.append("no ").append(part.feature().reads().get(0).column());
        return;
      }
      at += category;
      text.append(part.names().get(category));
    } else {
      text.append(part.names().get(part.place())).append(' ');
      text.append(part.number(rows.at(row, at)));
    }
    appendGroups(
        text, isFirst, new String[] {labels[own], means[own][at], labels[next], means[next][at]});
  }

  /** Appends the values of both groups; the groups are named only the first time. */
  private static void appendGroups(StringBuilder text, boolean isFirst, String[] of) {
    text.append(": ");
    if (isFirst) {
      text.append(of[0]).append(" has ").append(of[1]);
      text.append(", ").append(of[2]).append(" has ").append(of[3]);
    } else {
      text.append(of[1]).append(" and ").append(of[3]);
    }
  }
}
