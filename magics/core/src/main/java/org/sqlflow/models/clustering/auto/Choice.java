package org.sqlflow.models.clustering.auto;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.sqlflow.models.clusters.StabilityBand;
import org.sqlflow.models.metrics.Contingency;
import org.sqlflow.models.metrics.LabelAgreement;

/**
 * Which of some tries is taken.
 *
 * <p>Where gaps divide the rows, they decide: the most groups that lie between gaps and are found
 * again as surely as any. A gap that all methods find counts too: where more groups are as stable,
 * and methods that look for gaps and methods that look for compact groups find the same ones, these
 * are taken. Else a few wide gaps would hide smaller groups on which all methods agree. Without
 * gaps the number is the largest whose groups are found again as surely as those of any other
 * number: real groups are found again, and pieces of them are not. A single cut through all rows
 * can be the most stable division and still separate little. So unless methods of both kinds find
 * it, more groups that are highly stable too ({@link StabilityBand}) and separate clearly better
 * are taken instead. The method is, with this number, the one that divides along gaps, if one does;
 * else a mixture, since overlapping groups differ in their shapes; and k-means where the mixture
 * finds nearly the same, is less stable, or keeps fewer neighbours together. A method of which a
 * group is not found again ({@link StabilityBand#UNSTABLE}) is not taken where all groups of
 * another are, unless that one only cuts off a few rows.
 *
 * <p>If there was no time for any resampling, the number is the one for which the test found
 * groups: the largest of numbers that were not compared would be a guess.
 *
 * <p>Tried before, on 17 standardised tables with known groups and with earlier rules than these:
 * the number of the largest lead in neighbour agreement over rows without groups (grows with the
 * number wherever the rows lie on curved surfaces), the smallest number that is as stable (2 where
 * there are 15 groups), BIC of mixtures (it keeps falling), and always the mixture (2 spirals and 3
 * rings are cut across). How often the number is right now is in QUALITY.md of the benchmarks, with
 * the figures where the number is given.
 *
 * @param chosen the try
 * @param surest the largest {@link Try#weakest} of all
 * @param reason for the number
 */
record Choice(Try chosen, double surest, Reason reason) {
  /** Why there are so many groups. */
  enum Reason {
    /** Gaps divide them. */
    GAPS,

    /** There are more than wide gaps divide, and methods of both kinds find them. */
    AGREED,

    /** They are the most that are as stable as any. */
    STABLE,

    /** They are highly stable, and separate clearly better than those that are more stable. */
    SEPARATED,

    /** The test found so many groups; how stable they are was not measured. */
    SEEN
  }

  /** Smaller differences of stability are noise, with a dozen draws. */
  static final double AS_STABLE = 0.05;

  /** A mixture may be this much less stable than k-means: it has more to estimate. */
  private static final double LESS_STABLE = 0.15;

  /** Smaller differences in neighbours kept together do not count; see ClusterJudgement. */
  private static final double CLEARLY_MORE = 0.01;

  /** A lead in separation that outweighs some stability; .05 to .1 choose alike, see QUALITY.md. */
  private static final double CLEARLY_SEPARATED = 0.07;

  /** A gap leaves at most this part of the neighbours divided that other methods divide. */
  private static final double GAP = 0.5;

  /** Other methods must cut across it: else they have found it too. */
  private static final double NOTICEABLE = 0.005;

  /** And it must not get there by cutting off just a few rows. */
  private static final double LEAST_NEIGHBOURS = 0.95;

  /** Clusterings that agree more are the same for any purpose (adjusted Rand index). */
  static final double SAME = 0.9;

  /**
   * Chooses.
   *
   * @param tries at least one
   * @param seen the number with which a test found that the rows have groups
   */
  static Choice among(List<Try> tries, OptionalInt seen) {
    List<Try> whole = tries.stream().filter(one -> !Survey.isCollapsed(one, tries)).toList();
    List<Try> sound = whole.isEmpty() ? tries : whole;
    if (sound.stream().allMatch(one -> one.stability().isEmpty())) {
      List<Try> some = seen.isPresent() ? ofNumber(sound, seen.getAsInt()) : sound;
      return new Choice(
          (some.isEmpty() ? sound : some)
              .stream().max(Comparator.comparingDouble(Try::separation)).orElseThrow(),
          0,
          Reason.SEEN);
    }
    double surest = sound.stream().mapToDouble(Try::weakest).max().orElse(0);
    Choice stable = amongMostStable(sound, surest);
    OptionalInt better = clearlyBetterSeparated(stable.chosen(), sound);
    if (better.isEmpty()) {
      return stable;
    }
    List<Try> same = foundAgain(ofNumber(sound, better.getAsInt()));
    return new Choice(
        alongGaps(same, sound).orElseGet(() -> method(same)), surest, Reason.SEPARATED);
  }

  /** The choice where nothing but a number that is as stable as any counts. */
  private static Choice amongMostStable(List<Try> sound, double surest) {
    List<Try> stable = sound.stream().filter(one -> one.weakest() >= surest - AS_STABLE).toList();
    Optional<Try> divided =
        stable.stream()
            .filter(one -> isAlongGaps(one, sound))
            .max(Comparator.comparingInt(Try::clusters).thenComparing(Try::neighbours));
    if (divided.isPresent()) {
      OptionalInt more =
          stable.stream()
              .filter(one -> one.clusters() > divided.get().clusters())
              .filter(one -> isAgreed(foundAgain(ofNumber(sound, one.clusters()))))
              .mapToInt(Try::clusters)
              .max();
      return more.isPresent()
          ? new Choice(method(foundAgain(ofNumber(sound, more.getAsInt()))), surest, Reason.AGREED)
          : new Choice(divided.get(), surest, Reason.GAPS);
    }
    int clusters = stable.stream().mapToInt(Try::clusters).max().orElseThrow();
    List<Try> same = foundAgain(ofNumber(sound, clusters));
    Optional<Try> less = alongGaps(same, sound);
    return less.isPresent()
        ? new Choice(less.get(), surest, Reason.GAPS)
        : new Choice(method(same), surest, Reason.STABLE);
  }

  /**
   * The largest number of highly stable groups that separate clearly better than the best of as
   * many as chosen; empty if there is none, or if methods of both kinds find the chosen ones.
   */
  private static OptionalInt clearlyBetterSeparated(Try chosen, List<Try> sound) {
    if (isAgreed(foundAgain(ofNumber(sound, chosen.clusters())))) {
      return OptionalInt.empty();
    }
    double separation =
        ofNumber(sound, chosen.clusters()).stream()
            .filter(Try::isTrusted)
            .mapToDouble(Try::separation)
            .reduce(chosen.separation(), Math::max);
    return sound.stream()
        .filter(one -> one.clusters() > chosen.clusters())
        .filter(one -> one.band() == StabilityBand.HIGHLY_STABLE)
        .filter(one -> one.separation() >= separation + CLEARLY_SEPARATED)
        .mapToInt(Try::clusters)
        .max();
  }

  private static Optional<Try> alongGaps(List<Try> tries, List<Try> sound) {
    return tries.stream()
        .filter(one -> one.isTrusted() && isAlongGaps(one, sound))
        .max(Comparator.comparingDouble(Try::neighbours));
  }

  private static List<Try> ofNumber(List<Try> tries, int clusters) {
    return tries.stream().filter(one -> one.clusters() == clusters).toList();
  }

  /** Whether methods that look for gaps and other methods all find the same groups. */
  private static boolean isAgreed(List<Try> ofOneNumber) {
    return ofOneNumber.stream().anyMatch(Choice::knowsGaps)
        && ofOneNumber.stream().anyMatch(one -> !knowsGaps(one))
        && ofOneNumber.stream().allMatch(one -> agreement(ofOneNumber.get(0), one) >= SAME);
  }

  /**
   * Leaves out tries of which a group is not found again, if another has all groups found again.
   */
  private static List<Try> foundAgain(List<Try> tries) {
    boolean isAnyStable =
        tries.stream().anyMatch(one -> one.weakest() >= StabilityBand.STABLE.least());
    return isAnyStable ? tries.stream().filter(Try::isTrusted).toList() : tries;
  }

  private static Try method(List<Try> tries) {
    Try surest = tries.stream().max(Comparator.comparingDouble(Try::weakest)).orElseThrow();
    Try stable = tries.stream().max(Comparator.comparingDouble(Try::stable)).orElse(surest);
    Optional<Try> mixture = of(tries, Methods.MIXTURE);
    Try best =
        mixture
            .filter(one -> one.stable() >= stable.stable() - LESS_STABLE)
            .filter(one -> keepsAsMany(one, tries))
            .orElseGet(
                () ->
                    tries.stream()
                        .filter(one -> one.stable() >= stable.stable() - AS_STABLE)
                        .max(Comparator.comparingDouble(Try::neighbours))
                        .orElse(stable));
    Optional<Try> deep =
        of(tries, Methods.CLUSTER_MODEL)
            .filter(one -> one.stable() >= stable.stable() - AS_STABLE)
            .filter(one -> one.neighbours() > best.neighbours() + CLEARLY_MORE);
    if (deep.isPresent()) {
      return deep.get();
    }
    return tries.stream()
        .filter(one -> one.simplicity() < best.simplicity())
        .filter(one -> isAsGood(one, best))
        .min(Comparator.comparingInt(Try::simplicity))
        .orElse(best);
  }

  /** Whether a mixture keeps as many neighbours together as k-means, if that is as stable. */
  private static boolean keepsAsMany(Try mixture, List<Try> tries) {
    return of(tries, Methods.KMEANS)
        .filter(one -> one.stable() >= mixture.stable())
        .map(one -> mixture.neighbours() >= one.neighbours() - CLEARLY_MORE)
        .orElse(true);
  }

  /** Whether a simpler try finds nearly the same groups, as stable. */
  private static boolean isAsGood(Try one, Try best) {
    return agreement(one, best) >= SAME
        && one.stable() >= best.stable() - AS_STABLE
        && one.band().compareTo(best.band()) <= 0;
  }

  private static Optional<Try> of(List<Try> tries, String method) {
    return tries.stream().filter(one -> one.method().equals(method)).findFirst();
  }

  /** Whether it divides far fewer neighbours than methods that do not look for gaps. */
  private static boolean isAlongGaps(Try one, List<Try> tries) {
    List<Try> same = ofNumber(tries, one.clusters());
    double most = same.stream().mapToDouble(Try::neighbours).max().orElse(0);
    double others =
        same.stream()
            .filter(other -> !knowsGaps(other))
            .mapToDouble(Try::cut)
            .min()
            .orElse(Double.POSITIVE_INFINITY);
    return knowsGaps(one)
        && one.cut() < GAP * others
        && one.cut() < others - NOTICEABLE
        && one.neighbours() >= LEAST_NEIGHBOURS * most;
  }

  /** Whether it is of a method that looks for gaps. */
  static boolean knowsGaps(Try one) {
    return one.method().equals(Methods.SPECTRAL) || one.method().equals(Methods.DENSITY);
  }

  /** The adjusted Rand index of two tries. */
  static double agreement(Try one, Try other) {
    return LabelAgreement.adjustedRand(Contingency.of(one.found().groups(), other.found().groups()))
        .orElse(0);
  }
}
