package org.sqlflow.models.clustering.auto;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sqlflow.data.Matrix;
import org.sqlflow.math.RowSample;
import org.sqlflow.models.TrainingContext;
import org.sqlflow.models.metrics.GroupStability;
import org.sqlflow.models.metrics.NeighbourAgreement;

/**
 * Tries methods and numbers of groups on a sample: how many neighbours share a group, and which
 * groups are found again when the rows are resampled. Used once, by one thread.
 */
final class Survey {
  /** How often the rows are drawn again for each try. */
  private static final int DRAWS = 12;

  private static final int STARTS = 10;
  private static final int STARTS_OF_A_DRAW = 10;

  /**
   * Up to this number all tries are resampled; above it only those that separate better than the
   * numbers next to them, since the groups of a wrong number are not found again there.
   */
  private static final int ALL_RESAMPLED = 10;

  /** How many tries were resampled, of seven tables: up to that number, and above it. */
  private static final double RESAMPLED = 0.7;

  private static final double RESAMPLED_ABOVE = 0.25;

  /**
   * A grouping that keeps fewer neighbours together than this part of what the best with as many
   * groups does has one giant group and a few tiny ones, or cuts across real groups.
   */
  static final double COLLAPSED = 0.8;

  /** The same compared with reference rows, for a grouping with nearly all rows in one group. */
  private static final double LEAST_OF_REFERENCE = 0.7;

  private static final double NEARLY_ALL = 0.9;

  private final Matrix rows;
  private final List<Method> methods;
  private final Reference reference;
  private final long seed;
  private final TrainingContext context;
  private final double deadline;
  private final NeighbourAgreement neighbours;
  private final Matrix[] draws = new Matrix[DRAWS];
  private final WorkLeft work;
  private final double later;
  private boolean isCutShort;

  /**
   * A survey.
   *
   * @param rows the sample
   * @param methods the simplest first
   * @param reference what rows without groups get
   * @param deadline seconds of the training's clock after which nothing new is tried
   * @param work counts the tries
   * @param later the weight of what follows this survey
   */
  Survey(
      Matrix rows,
      List<Method> methods,
      Reference reference,
      long seed,
      double deadline,
      WorkLeft work,
      double later,
      TrainingContext context) {
    this.rows = rows;
    this.methods = methods;
    this.reference = reference;
    this.seed = seed;
    this.deadline = deadline;
    this.work = work;
    this.later = later;
    this.context = context;
    this.neighbours = NeighbourAgreement.in(rows, context);
    for (int draw = 0; draw < DRAWS; draw++) {
      draws[draw] = RowSample.take(rows, GroupStability.drawn(rows.rows(), seed, draw));
    }
  }

  /** The largest number of groups to try where the user leaves it open. */
  static int most(Matrix rows, List<Method> methods) {
    return methods.stream().mapToInt(method -> method.most(rows)).max().orElse(2);
  }

  /**
   * What was tried.
   *
   * @param isCutShort whether time ran out before everything was
   */
  record Outcome(List<Try> tries, boolean isCutShort) {
    /** Both outcomes together. */
    Outcome with(Outcome more) {
      return new Outcome(
          Stream.concat(tries.stream(), more.tries.stream()).toList(),
          isCutShort || more.isCutShort);
    }
  }

  /**
   * Tries numbers of groups with every method.
   *
   * @param least the smallest
   * @param most the largest
   */
  Outcome run(int least, int most) {
    return new Outcome(tries(least, most), isCutShort);
  }

  private List<Try> tries(int least, int most) {
    boolean isGiven = least == most;
    List<Try> all = new ArrayList<>();
    List<Prepared> prepared = new ArrayList<>();
    for (Method method : methods) {
      Prepared own = new Prepared(method, isGiven ? most : Math.min(most, method.most(rows)));
      prepared.add(own);
      List<Try> tries = new ArrayList<>();
      for (int number = least; number <= own.most && !isOver(all); number++) {
        own.attempt(number).ifPresent(tries::add);
        work.did(method.weight(rows, number, number == least));
      }
      all.addAll(tries);
    }
    work.expect(later + prepared.stream().mapToDouble(own -> own.weight(all, isGiven)).sum());
    return resampled(resampled(all, prepared, isGiven), prepared, isGiven);
  }

  /**
   * Measures the stability of the tries that are worth it. One that others surpass becomes worth it
   * once these turn out to be unstable.
   */
  private List<Try> resampled(List<Try> all, List<Prepared> prepared, boolean isGiven) {
    List<Try> resampled = new ArrayList<>();
    for (Try one : all) {
      boolean isOpen =
          one.stability().isEmpty() && isWorthwhile(one, all, isGiven) && !isOver(resampled);
      if (isOpen) {
        double weight = of(one, prepared).weight(one);
        resampled.add(of(one, prepared).resampled(one));
        work.did(weight);
      } else {
        resampled.add(one);
      }
    }
    return resampled;
  }

  private static boolean isWorthwhile(Try one, List<Try> all, boolean isGiven) {
    return isGiven
        || (one.clusters() <= ALL_RESAMPLED || isPeak(one, all)) && !isCollapsed(one, all);
  }

  private static Prepared of(Try one, List<Prepared> prepared) {
    return prepared.stream()
        .filter(own -> own.method.estimator().equals(one.method()))
        .findFirst()
        .orElseThrow();
  }

  /** Whether the same method separates better than with one group more or less. */
  private static boolean isPeak(Try one, List<Try> all) {
    return all.stream()
        .filter(other -> other.method().equals(one.method()))
        .filter(other -> Math.abs(other.clusters() - one.clusters()) == 1)
        .allMatch(other -> other.separation() <= one.separation());
  }

  /**
   * Whether as many groups of another method keep many more neighbours together, and are found
   * again; or whether nearly all rows are in one group, and fewer neighbours are together than in
   * reference rows.
   */
  static boolean isCollapsed(Try one, List<Try> all) {
    if (one.largest() > NEARLY_ALL && one.neighbours() < LEAST_OF_REFERENCE * one.ofReference()) {
      return true;
    }
    double best =
        all.stream()
            .filter(other -> other.clusters() == one.clusters())
            .filter(other -> other.stability().isEmpty() || other.isTrusted())
            .mapToDouble(Try::neighbours)
            .max()
            .orElse(Double.NEGATIVE_INFINITY);
    return best - one.neighbours() > (1 - COLLAPSED) * Math.abs(best);
  }

  private boolean isOver(List<Try> tries) {
    isCutShort |= !tries.isEmpty() && context.seconds() > deadline;
    return isCutShort;
  }

  /** A method with what its tries share. */
  private final class Prepared {
    private final Method method;
    private final int most;
    private Optional<Method.Tries> ofAll = Optional.empty();
    private final Method.Tries[] ofDraws = new Method.Tries[DRAWS];

    Prepared(Method method, int most) {
      this.method = method;
      this.most = most;
    }

    Optional<Try> attempt(int clusters) {
      double began = context.seconds();
      Method.Tries all = ofAll.orElseGet(() -> method.on(rows, most, seed, context));
      ofAll = Optional.of(all);
      return all.groups(clusters, Optional.empty(), STARTS)
          .filter(found -> found.count() == clusters)
          .map(found -> unsampled(found, clusters, began));
    }

    private Try unsampled(Method.Grouping found, int clusters, double began) {
      double agreement = neighbours.of(found.groups()).orElse(0);
      double together = Arrays.stream(neighbours.shares(found.groups())).average().orElse(1);
      return new Try(
          method.estimator(),
          Methods.simplicity(method),
          clusters,
          found,
          agreement,
          1 - together,
          agreement - reference.neighbours(clusters),
          Optional.empty(),
          context.seconds() - began);
    }

    /** The weight of all resamplings of this method, of which there was none yet. */
    double weight(List<Try> all, boolean isGiven) {
      double sum = 0;
      boolean isFirst = true;
      for (Try one : all) {
        if (one.method().equals(method.estimator()) && isWorthwhile(one, all, isGiven)) {
          sum += method.resamplingWeight(rows, one.clusters(), isFirst);
          isFirst = false;
        }
      }
      return sum;
    }

    /** The weight of the next resampling. */
    double weight(Try one) {
      return method.resamplingWeight(rows, one.clusters(), ofDraws[0] == null);
    }

    Try resampled(Try one) {
      double began = context.seconds();
      GroupStability stability =
          GroupStability.of(
              rows,
              one.found().groups(),
              one.clusters(),
              DRAWS,
              seed,
              (draw, chosen, some) -> again(one, draw),
              context);
      return one.with(stability, context.seconds() - began);
    }

    private int[] again(Try one, int draw) {
      if (ofDraws[draw] == null) {
        ofDraws[draw] = method.on(draws[draw], most, seed + draw + 1, context);
      }
      return ofDraws[draw]
          .groups(one.clusters(), Optional.of(one.found()), STARTS_OF_A_DRAW)
          .map(Method.Grouping::groups)
          .orElseGet(() -> new int[draws[draw].rows()]);
    }
  }

  /**
   * The weight of the tries and, as far as it can be foreseen, of the resamplings: some groups will
   * not be worth one.
   */
  static double weight(Matrix rows, List<Method> methods, int least, int most) {
    double sum = 0;
    for (Method method : methods) {
      int end = least == most ? most : Math.min(most, method.most(rows));
      for (int number = least; number <= end; number++) {
        double resampled =
            least == most ? 1 : number <= ALL_RESAMPLED ? RESAMPLED : RESAMPLED_ABOVE;
        sum +=
            method.weight(rows, number, number == least)
                + resampled * method.resamplingWeight(rows, number, number == least);
      }
    }
    return sum;
  }
}
