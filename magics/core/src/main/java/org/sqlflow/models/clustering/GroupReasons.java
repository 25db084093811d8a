package org.sqlflow.models.clustering;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.sqlflow.data.Matrix;
import org.sqlflow.features.CategoryFeature;
import org.sqlflow.features.Feature;
import org.sqlflow.features.FeatureEncoding;
import org.sqlflow.features.WeightedFeature;
import org.sqlflow.models.GroupNames;
import org.sqlflow.models.TrainingRange;
import org.sqlflow.text.Text;

/**
 * Why a row belongs to its group and not to the next one, in words: the features that bring it
 * nearer to the mean of the one than to the mean of the other. With x a row's scaled number, m its
 * group's mean and n the next group's, a feature contributes (x - n)² - (x - m)²; the sum over all
 * features is the difference of the squared distances. The numbers of a category contribute
 * together. Immutable.
 */
final class GroupReasons {
  private static final int MOST = 3;
  private static final int DIGITS = 3;
  private static final double LARGE = 1000;

  private final TrainingRange range;
  private final GroupNames names;
  private final List<Part> parts = new ArrayList<>();
  private final int width;

  /** A feature, or one of the numbers of a feature. */
  private record Part(Feature feature, int place, int at, int width, boolean isCode) {
    boolean isCategory() {
      return WeightedFeature.plain(feature) instanceof CategoryFeature;
    }

    String number(double encoded) {
      double value = feature.original(place, (float) encoded);
      int before = value == 0 ? 0 : (int) Math.floor(Math.log10(Math.abs(value)));
      if (isCode) {
        return Text.number(value, 0).replace(",", "");
      }
      String text =
          Text.number(value, Math.abs(value) >= LARGE ? 0 : Math.max(0, DIGITS - 1 - before));
      return text.contains(".") && !text.contains("e") ? text.replaceFirst("\\.?0+$", "") : text;
    }

    /** The share of a group's rows that are in a category. */
    String share(int category, double encoded) {
      double one = ((CategoryFeature) WeightedFeature.plain(feature)).weight();
      return Text.of("%.0f %%", 100 * feature.original(category, (float) encoded) / one);
    }
  }

  /** A feature of a row, and how much nearer it brings the row to its group. */
  private record Pull(Part part, double amount) {}

  /**
   * Reasons of a model.
   *
   * @param range of its training, with the centre of each group
   */
  GroupReasons(FeatureEncoding encoding, TrainingRange range, GroupNames names) {
    this.range = range;
    this.names = names;
    this.width = encoding.width();
    int at = 0;
    for (Feature feature : encoding.features()) {
      if (WeightedFeature.plain(feature) instanceof CategoryFeature) {
        parts.add(new Part(feature, 0, at, feature.width(), false));
      } else {
        for (int place = 0; place < feature.width(); place++) {
          parts.add(new Part(feature, place, at + place, 1, isCode(feature, place, at + place)));
        }
      }
      at += feature.width();
    }
  }

  private boolean isCode(Feature feature, int place, int at) {
    double least = feature.original(place, range.least().get(at));
    double most = feature.original(place, range.most().get(at));
    boolean whole = Math.abs(least - Math.rint(least)) < 1e-3 * Math.max(1, Math.abs(least) / 1000);
    return feature.meaning() == Feature.Meaning.MEASURE
        && whole
        && Codes.isCode(feature.reads().get(0).column(), least, most);
  }

  /**
   * The reason of one row.
   *
   * @param rows encoded
   * @param own the row's group
   * @param next the next group
   */
  String of(Matrix rows, int row, int own, int next) {
    List<Pull> pulls = new ArrayList<>();
    for (Part part : parts) {
      double amount = 0;
      for (int i = part.at(); i < part.at() + part.width(); i++) {
        double value = rows.at(row, i);
        double toOwn = value - centre(own, i);
        double toNext = value - centre(next, i);
        amount += toNext * toNext - toOwn * toOwn;
      }
      if (amount > 0) {
        pulls.add(new Pull(part, amount));
      }
    }
    pulls.sort(Comparator.comparingDouble(pull -> -pull.amount()));
    if (pulls.isEmpty()) {
      return "no single feature: near rows of " + names.label(own);
    }
    List<String> phrases = new ArrayList<>();
    for (Pull pull : pulls.subList(0, Math.min(MOST, pulls.size()))) {
      phrases.add(phrase(pull.part(), rows, row, own, next, phrases.isEmpty()));
    }
    return String.join("; ", phrases);
  }

  private double centre(int group, int at) {
    return range.centres().get(group * width + at);
  }

  /** Such as "balance 9,012: group 2 has 8,500, group 0 has 1,200"; the groups only once. */
  private String phrase(Part part, Matrix rows, int row, int own, int next, boolean isFirst) {
    String what;
    String ofOwn;
    String ofNext;
    if (part.isCategory()) {
      int category =
          IntStream.range(0, part.width())
              .filter(i -> rows.at(row, part.at() + i) != 0)
              .findFirst()
              .orElse(-1);
      if (category < 0) {
        return "no " + part.feature().reads().get(0).column();
      }
      what = part.feature().names().get(category);
      ofOwn = part.share(category, centre(own, part.at() + category));
      ofNext = part.share(category, centre(next, part.at() + category));
    } else {
      what = part.feature().names().get(part.place()) + " " + part.number(rows.at(row, part.at()));
      ofOwn = part.number(centre(own, part.at()));
      ofNext = part.number(centre(next, part.at()));
    }
    return isFirst
        ? Text.of(
            "%s: %s has %s, %s has %s", what, names.label(own), ofOwn, names.label(next), ofNext)
        : Text.of("%s: %s and %s", what, ofOwn, ofNext);
  }
}
