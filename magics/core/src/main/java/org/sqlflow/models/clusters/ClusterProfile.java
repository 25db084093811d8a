package org.sqlflow.models.clusters;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.sqlflow.text.Text;

/**
 * The clusters of a clustering in the features' original units.
 *
 * @param rows rows in all groups together
 * @param features over all groups
 * @param groups by their numbers
 * @param ungrouped further rows, which are in no group
 */
public record ClusterProfile(
    long rows, List<Feature> features, List<Group> groups, long ungrouped) {
  /** A profile of rows that are all in groups. */
  public ClusterProfile(long rows, List<Feature> features, List<Group> groups) {
    this(rows, features, groups, 0);
  }

  /**
   * The same with at most this many features, in their order: those in which a cluster differs
   * most.
   */
  public ClusterProfile mostDistinct(int most) {
    if (features.size() <= most) {
      return this;
    }
    List<Integer> order = new ArrayList<>(IntStream.range(0, features.size()).boxed().toList());
    order.sort(Comparator.comparingDouble(feature -> -farthest(feature)));
    return keeping(order.stream().limit(most).sorted().toList());
  }

  /** The same without the features that never vary. */
  public ClusterProfile varying() {
    return keeping(
        IntStream.range(0, features.size())
            .filter(feature -> features.get(feature).deviation() != 0)
            .boxed()
            .toList());
  }

  /**
   * The same with the features of another profile of the same groups that this one lacks.
   *
   * @param other of rows in the same groups, by the same numbers
   */
  public ClusterProfile with(ClusterProfile other) {
    Set<String> own = features.stream().map(Feature::name).collect(Collectors.toSet());
    ClusterProfile more =
        other.keeping(
            IntStream.range(0, other.features.size())
                .filter(feature -> !own.contains(other.features.get(feature).name()))
                .boxed()
                .toList());
    return new ClusterProfile(
        rows,
        joined(features, more.features),
        IntStream.range(0, groups.size())
            .mapToObj(i -> groups.get(i).with(more.groups.get(i).means()))
            .toList(),
        ungrouped);
  }

  private static <T> List<T> joined(List<T> first, List<T> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  /** Whether a feature is a logarithm, so that its means are typical values. */
  public boolean hasLogarithms() {
    return features.stream().anyMatch(feature -> feature.kind() == Kind.LOG);
  }

  /** The same with the names of its groups. */
  public ClusterProfile named(GroupNames names) {
    return names.isEmpty()
        ? this
        : new ClusterProfile(
            rows,
            features,
            groups.stream().map(group -> group.named(names.of(group.number()).orElse(""))).toList(),
            ungrouped);
  }

  /**
   * The same without numbers that no group has.
   *
   * @param there whether a group has each number
   */
  public ClusterProfile of(boolean[] there) {
    return new ClusterProfile(
        rows, features, groups.stream().filter(group -> there[group.number()]).toList(), ungrouped);
  }

  /** The names that users gave the groups. */
  public GroupNames names() {
    Map<Integer, String> names = new TreeMap<>();
    groups.stream()
        .filter(group -> !group.name().isEmpty())
        .forEach(group -> names.put(group.number(), group.name()));
    return new GroupNames(names);
  }

  private ClusterProfile keeping(List<Integer> kept) {
    return new ClusterProfile(
        rows,
        kept.stream().map(features::get).toList(),
        groups.stream()
            .map(
                group ->
                    new Group(
                        group.number(),
                        group.size(),
                        group.share(),
                        kept.stream().map(group.means()::get).toList(),
                        group.apart(),
                        group.name()))
            .toList(),
        ungrouped);
  }

  /** The largest distance of a mean, in standard deviations; 0 if no cluster has a mean. */
  private double farthest(int feature) {
    return groups.stream()
        .mapToDouble(group -> Math.abs(group.means().get(feature).deviations()))
        .filter(Double::isFinite)
        .max()
        .orElse(0);
  }

  /** What the values of a feature are, which decides how they are written. */
  public enum Kind {
    /** Amounts: with thousands separators. */
    NUMBER,
    /** Whole numbers that are codes, such as years and postcodes: without separators. */
    CODE,
    /** 0 or 1, as those of a category: the mean is a share of rows, in percent. */
    SHARE,
    /** LOG(c): the mean is the typical value, sign(m)·(exp|m| - 1) for the mean m of LOG(c). */
    LOG
  }

  /**
   * A feature over all groups.
   *
   * @param values rows that have a value
   * @param mean in original units; NaN if there are no values
   * @param deviation standard deviation of the population; that of the logarithms of a {@link
   *     Kind#LOG}; NaN if there are no values
   */
  public record Feature(String name, long values, double mean, double deviation, Kind kind) {
    private static final int MOST_SHARE_DIGITS = 4;

    /** Reads a stored one; the first profiles say only whether the values are shares. */
    @JsonCreator
    static Feature of(
        @JsonProperty("name") String name,
        @JsonProperty("values") long values,
        @JsonProperty("mean") double mean,
        @JsonProperty("deviation") double deviation,
        @JsonProperty("share") boolean share,
        @JsonProperty("kind") Kind kind) {
      Kind earlier = share ? Kind.SHARE : Kind.NUMBER;
      return new Feature(name, values, mean, deviation, kind == null ? earlier : kind);
    }

    /**
     * How many decimals to show of a mean of this feature: as many as show two digits of the
     * standard deviation.
     */
    public int digits(double value) {
      if (kind == Kind.SHARE) {
        double rare = 100 * Math.min(mean, 1 - mean);
        int needed = rare > 0 ? -magnitude(rare) : 0;
        return Math.max(1, Math.min(MOST_SHARE_DIGITS, needed));
      }
      double spread = kind == Kind.LOG ? (1 + Math.abs(value)) * deviation : deviation;
      if (!(spread > 0)) {
        return Math.abs(value) >= 100 || value == Math.rint(value) ? 0 : 3;
      }
      return 1 - magnitude(spread);
    }

    /** A mean of this feature with some decimals and its unit; empty for NaN. */
    public String written(double value, int digits) {
      if (Double.isNaN(value)) {
        return "";
      }
      return switch (kind) {
        case SHARE -> Text.number(100 * value, digits) + " %";
        case CODE -> Text.number(value, digits).replace(",", "");
        case NUMBER, LOG -> Text.number(value, digits);
      };
    }

    /** Two means side by side, with as many decimals as show two digits of their difference. */
    public String against(double own, double all) {
      double unit = kind == Kind.SHARE ? 100 : 1;
      int digits = 1 - magnitude(unit * Math.abs(own - all));
      return written(own, digits(own, digits)) + " against " + written(all, digits(all, digits));
    }

    /** Typical values may differ by factors: each is shown with at least two digits. */
    private int digits(double value, int digits) {
      return kind == Kind.LOG && value != 0 ? Math.max(digits, 1 - magnitude(value)) : digits;
    }

    private static int magnitude(double value) {
      return (int) Math.floor(Math.log10(Math.abs(value)));
    }
  }

  /**
   * One group.
   *
   * @param share of all rows, from 0 to 1
   * @param means one for each feature, in their order
   * @param apart how the cluster differs from the others, in words
   * @param name the name that a user gave it; empty without one
   */
  public record Group(
      int number,
      long size,
      double share,
      List<GroupMean> means,
      String apart,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) String name) {
    /** Stored groups have no name here: names are stored with the model. */
    public Group {
      name = name == null ? "" : name;
    }

    /** Without a name. */
    public Group(int number, long size, double share, List<GroupMean> means, String apart) {
      this(number, size, share, means, apart, "");
    }

    /** What a report calls it: its name with its number, or the number alone. */
    public String label() {
      return name.isEmpty() ? "group " + number : GroupNames.label(number, name);
    }

    private Group with(List<GroupMean> more) {
      return new Group(number, size, share, joined(means, more), apart, name);
    }

    private Group named(String other) {
      return new Group(number, size, share, means, apart, other);
    }

    private static final int MOST_TELLING = 5;
    private static final int ENOUGH = 3;

    /** The share of rows from which one category of a column leaves hardly any to the others. */
    private static final double NEARLY_ALL = 0.95;

    /**
     * The features that set the cluster apart, by index, the furthest first: up to five; those that
     * differ slightly only to make up three. Where nearly all rows have one category of a column,
     * that says all: that few have the others is left out.
     */
    public List<Integer> telling() {
      Map<String, String> only = new HashMap<>();
      for (GroupMean mean : means) {
        if (mean.mean() >= NEARLY_ALL && mean.deviations() >= GroupMean.SLIGHT) {
          only.put(column(mean.feature()), mean.feature());
        }
      }
      List<Integer> byDistance =
          IntStream.range(0, means.size())
              .filter(feature -> means.get(feature).distance() >= GroupMean.SLIGHT)
              .filter(feature -> !isImplied(means.get(feature), only))
              .boxed()
              .sorted(Comparator.comparingDouble((Integer f) -> -means.get(f).distance()))
              .toList();
      long clear =
          byDistance.stream().filter(f -> means.get(f).distance() >= GroupMean.CLEAR).count();
      return byDistance.stream().limit(Math.max(ENOUGH, Math.min(MOST_TELLING, clear))).toList();
    }

    private static boolean isImplied(GroupMean mean, Map<String, String> only) {
      String category = only.get(column(mean.feature()));
      return mean.deviations() < 0 && category != null && !category.equals(mean.feature());
    }

    /** The column of a category, {@code region} of {@code region=north}, or the whole name. */
    private static String column(String feature) {
      int end = feature.indexOf('=');
      return end < 0 ? feature : feature.substring(0, end);
    }
  }

  /**
   * A feature within a group.
   *
   * @param values rows that have a value
   * @param mean in original units; NaN if there are no values
   * @param deviations distance from the feature's overall mean, in its standard deviations, both of
   *     the logarithms for a {@link Kind#LOG}; 0 for a feature that never varies, NaN if there are
   *     no values
   */
  public record GroupMean(String feature, long values, double mean, double deviations) {
    /** Standard deviations of a small effect in Cohen 1988. */
    public static final double SLIGHT = 0.2;

    /** Those of a medium effect. */
    public static final double CLEAR = 0.5;

    /** Those of a large effect. */
    public static final double FAR = 0.8;

    /** How far the mean is from that of all rows, in standard deviations; NaN if not known. */
    double distance() {
      return Math.abs(deviations);
    }

    /** The direction in words, from "slightly below" to "far above". */
    public String direction() {
      String degree = distance() >= FAR ? "far " : distance() >= CLEAR ? "" : "slightly ";
      return degree + (deviations > 0 ? "above" : "below");
    }
  }
}
