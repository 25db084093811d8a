package org.sqlflow.models.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.sqlflow.models.CancellationCheck;

/**
 * Which groups of a later model are those of an earlier one, by the rows that both group.
 *
 * <p>Groups are matched one to one so that as many rows as possible are in matched groups
 * (Hungarian method). A matched pair shares a number if at least half of the rows of one are in the
 * other; then the shares of its rows say what became of each group, as in MONIC (Spiliopoulou,
 * Ntoutsi, Theodoridis and Schult 2006): it survives from one half on, and a quarter is a part of a
 * split. Immutable.
 *
 * @param counts rows by the earlier and the later group, {@code earlier x later}
 * @param numbers for each later group its number: that of an earlier group, or one that no earlier
 *     group has
 * @param fates what became of each earlier group, in their order
 * @param appeared the later groups that come from no earlier one, by their numbers
 */
public record GroupMatching(
    long[][] counts, int[] numbers, List<Fate> fates, List<Integer> appeared) {
  /** From this share of its rows on, a group survives in another one. */
  public static final double SURVIVES = 0.5;

  /** From this share of its rows on, a group is a part of an earlier one. */
  public static final double PART = 0.25;

  /** What became of a group. */
  public enum Kind {
    /** It is still there. */
    SAME,
    /** It is several groups. */
    SPLIT,
    /** It is in one group with another earlier group. */
    MERGED,
    /** Its rows are spread over others. */
    VANISHED,
    /** None of the rows is in it, so nothing can be said. */
    UNSEEN
  }

  /**
   * What became of an earlier group.
   *
   * @param number of the earlier group
   * @param kind what happened
   * @param into the numbers of the later groups that have its rows, those with most first
   * @param share of its rows that are in the first of them, from 0 to 1
   */
  public record Fate(int number, Kind kind, List<Integer> into, double share) {
    public Fate {
      into = List.copyOf(into);
    }
  }

  /**
   * Matches groups.
   *
   * @param counts {@code earlier x later}; rows in no group are not counted
   * @param isThere which of the earlier numbers are groups; the other numbers are not used again
   */
  public static GroupMatching of(
      long[][] counts, boolean[] isThere, CancellationCheck cancellation) {
    int earlier = counts.length;
    int later = earlier == 0 ? 0 : counts[0].length;
    int[] partner = partners(counts, earlier, later, cancellation);
    long[] from = new long[earlier];
    long[] to = new long[later];
    for (int i = 0; i < earlier; i++) {
      for (int j = 0; j < later; j++) {
        from[i] += counts[i][j];
        to[j] += counts[i][j];
      }
    }
    int[] numbers = new int[later];
    Arrays.fill(numbers, -1);
    for (int i = 0; i < earlier; i++) {
      int j = partner[i];
      boolean isHeir =
          j >= 0
              && counts[i][j] > 0
              && (counts[i][j] >= SURVIVES * from[i] || counts[i][j] >= SURVIVES * to[j]);
      if (isHeir && isThere[i]) {
        numbers[j] = i;
      }
    }
    List<Integer> open =
        IntStream.range(0, later)
            .filter(j -> numbers[j] < 0)
            .boxed()
            .sorted(Comparator.comparingLong((Integer j) -> -to[j]))
            .toList();
    int next = earlier;
    for (int j : open) {
      numbers[j] = next++;
    }
    List<Fate> fates = new ArrayList<>();
    for (int i = 0; i < earlier; i++) {
      if (isThere[i]) {
        fates.add(fate(i, counts, from, to, numbers));
      }
    }
    List<Integer> appeared =
        open.stream()
            .filter(j -> to[j] > 0)
            .map(j -> numbers[j])
            .filter(number -> fates.stream().noneMatch(f -> isPartOf(f, number)))
            .sorted()
            .toList();
    return new GroupMatching(counts, numbers, List.copyOf(fates), appeared);
  }

  /** Centres that are nearer than this, in standard deviations per feature, belong to one group. */
  private static final double NEAR = 0.5;

  /** Distances become whole numbers for the matching. */
  private static final double SCALE = 1e6;

  /**
   * Matches groups by the distances of their centres, if there are no rows to count.
   *
   * @param distances {@code earlier x later}, in standard deviations per feature
   * @param isThere which of the earlier numbers are groups
   */
  public static GroupMatching ofDistances(
      double[][] distances, boolean[] isThere, CancellationCheck cancellation) {
    int earlier = distances.length;
    int later = earlier == 0 ? 0 : distances[0].length;
    long[][] gains = new long[earlier][later];
    for (int i = 0; i < earlier; i++) {
      for (int j = 0; j < later; j++) {
        double far = isThere[i] ? Math.min(distances[i][j], SCALE) : SCALE;
        gains[i][j] = -Math.round(SCALE * far);
      }
    }
    int[] partner = partners(gains, earlier, later, cancellation);
    int[] numbers = new int[later];
    Arrays.fill(numbers, -1);
    List<Fate> fates = new ArrayList<>();
    for (int i = 0; i < earlier; i++) {
      boolean isHeir = isThere[i] && partner[i] >= 0 && distances[i][partner[i]] <= NEAR;
      if (isHeir) {
        numbers[partner[i]] = i;
      }
      if (isThere[i]) {
        Kind kind = isHeir ? Kind.SAME : Kind.VANISHED;
        fates.add(new Fate(i, kind, isHeir ? List.of(i) : List.of(), Double.NaN));
      }
    }
    List<Integer> appeared = new ArrayList<>();
    int next = earlier;
    for (int j = 0; j < later; j++) {
      if (numbers[j] < 0) {
        numbers[j] = next++;
        appeared.add(numbers[j]);
      }
    }
    return new GroupMatching(
        new long[earlier][later], numbers, List.copyOf(fates), List.copyOf(appeared));
  }

  private static boolean isPartOf(Fate fate, int number) {
    return fate.kind() == Kind.SPLIT && fate.into().contains(number);
  }

  private static int[] partners(
      long[][] counts, int earlier, int later, CancellationCheck cancellation) {
    int[] partner = new int[earlier];
    Arrays.fill(partner, -1);
    if (earlier == 0 || later == 0) {
      return partner;
    }
    if (earlier <= later) {
      return BestMatching.of(counts, cancellation);
    }
    long[][] turned = new long[later][earlier];
    for (int i = 0; i < earlier; i++) {
      for (int j = 0; j < later; j++) {
        turned[j][i] = counts[i][j];
      }
    }
    int[] own = BestMatching.of(turned, cancellation);
    for (int j = 0; j < later; j++) {
      partner[own[j]] = j;
    }
    return partner;
  }

  private static Fate fate(int i, long[][] counts, long[] from, long[] to, int[] numbers) {
    if (from[i] == 0) {
      return new Fate(i, Kind.UNSEEN, List.of(), 0);
    }
    List<Integer> parts =
        IntStream.range(0, to.length)
            .filter(j -> counts[i][j] > 0)
            .boxed()
            .sorted(Comparator.comparingLong((Integer j) -> -counts[i][j]))
            .toList();
    int first = parts.get(0);
    double share = (double) counts[i][first] / from[i];
    List<Integer> split =
        parts.stream()
            .filter(j -> counts[i][j] >= PART * from[i] && counts[i][j] >= SURVIVES * to[j])
            .toList();
    if (split.size() > 1) {
      return new Fate(i, Kind.SPLIT, split.stream().map(j -> numbers[j]).toList(), share);
    }
    List<Integer> into = parts.stream().map(j -> numbers[j]).toList();
    boolean isShared =
        IntStream.range(0, counts.length)
            .anyMatch(
                other ->
                    other != i
                        && counts[other][first] >= SURVIVES * from[other]
                        && counts[other][first] >= PART * to[first]);
    if (numbers[first] == i) {
      return new Fate(i, share >= SURVIVES && isShared ? Kind.MERGED : Kind.SAME, into, share);
    }
    if (Arrays.stream(numbers).anyMatch(number -> number == i)) {
      return new Fate(i, Kind.SAME, heirFirst(i, into), shareOfHeir(i, counts, from, numbers));
    }
    boolean isMerged = share >= SURVIVES && numbers[first] < counts.length;
    return new Fate(i, isMerged ? Kind.MERGED : Kind.VANISHED, into, share);
  }

  private static List<Integer> heirFirst(int i, List<Integer> into) {
    List<Integer> all = new ArrayList<>(into);
    all.remove(Integer.valueOf(i));
    all.add(0, i);
    return all;
  }

  private static double shareOfHeir(int i, long[][] counts, long[] from, int[] numbers) {
    int heir =
        IntStream.range(0, numbers.length).filter(j -> numbers[j] == i).findFirst().orElse(0);
    return (double) counts[i][heir] / from[i];
  }

  /** Rows that both models group. */
  public long rows() {
    return Arrays.stream(counts).flatMapToLong(Arrays::stream).sum();
  }

  /** Rows whose group has another number than before. */
  public long moved() {
    long moved = 0;
    for (int i = 0; i < counts.length; i++) {
      for (int j = 0; j < numbers.length; j++) {
        moved += numbers[j] == i ? 0 : counts[i][j];
      }
    }
    return moved;
  }

  /** Rows by the earlier group and the number of the later one. */
  public long[][] byNumber() {
    int most = Arrays.stream(numbers).max().orElse(-1) + 1;
    long[][] all = new long[counts.length][most];
    for (int i = 0; i < counts.length; i++) {
      for (int j = 0; j < numbers.length; j++) {
        all[i][numbers[j]] = counts[i][j];
      }
    }
    return all;
  }
}
