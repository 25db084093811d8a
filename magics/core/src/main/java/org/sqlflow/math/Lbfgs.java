package org.sqlflow.math;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.sqlflow.text.Text;

/**
 * Minimizes a smooth convex function, plus {@code l1} times the sum of the absolute values of some
 * variables: L-BFGS (Nocedal and Wright 2006, algorithm 7.4), and with {@code l1} its orthant-wise
 * form (Andrew and Gao 2007), which sets variables to 0 exactly. Has no state.
 */
public final class Lbfgs {
  /** How many pairs of steps and changes of the gradient approximate the curvature. */
  private static final int MEMORY = 10;

  private static final int MOST_HALVINGS = 40;

  /** A step is accepted if it lowers the value by this part of what the slope promises. */
  private static final double SUFFICIENT = 1e-4;

  private Lbfgs() {}

  /** A smooth function. */
  @FunctionalInterface
  public interface Smooth {
    /**
     * Its value.
     *
     * @param gradient written
     */
    double at(double[] point, double[] gradient);
  }

  /**
   * How to minimize.
   *
   * @param l1 0 for none
   * @param penalized {@code l1} applies to this many variables, the first ones
   * @param iterations the most
   * @param tolerance it ends where no component of the gradient is larger
   */
  public record Settings(double l1, int penalized, int iterations, double tolerance) {}

  /** Called after each iteration. */
  @FunctionalInterface
  public interface Listener {
    /** The value after an iteration; may throw to stop. */
    void iteration(int number, double value);
  }

  /**
   * The minimum.
   *
   * @param values of the whole function after each iteration
   * @param converged whether the tolerance was reached
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Minimum(double[] point, List<Double> values, boolean converged) {
    @Override
    public String toString() {
      return "minimum after " + Text.counted(values.size(), "iteration");
    }
  }

  /** Minimizes from a start, which is not changed. */
  public static Minimum minimize(
      Smooth function, double[] start, Settings settings, Listener listener) {
    return new Run(function, start.clone(), settings).run(listener);
  }

  /** A step and the change of the gradient over it. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Pair(double[] step, double[] change, double product) {}

  private static final class Run {
    private final Smooth function;
    private final Settings settings;
    private final Deque<Pair> pairs = new ArrayDeque<>();
    private double[] point;
    private double[] gradient;
    private double value;

    Run(Smooth function, double[] point, Settings settings) {
      this.function = function;
      this.point = point;
      this.settings = settings;
      this.gradient = new double[point.length];
      this.value = function.at(point, gradient) + penalty(point);
    }

    private double penalty(double[] at) {
      double sum = 0;
      for (int i = 0; settings.l1() > 0 && i < settings.penalized(); i++) {
        sum += Math.abs(at[i]);
      }
      return settings.l1() * sum;
    }

    Minimum run(Listener listener) {
      List<Double> values = new ArrayList<>();
      for (int iteration = 1; iteration <= settings.iterations(); iteration++) {
        double[] steepest = pseudoGradient();
        if (largest(steepest) <= settings.tolerance()) {
          return new Minimum(point, List.copyOf(values), true);
        }
        double before = value;
        if (!step(steepest)) {
          return new Minimum(point, List.copyOf(values), true);
        }
        values.add(value);
        listener.iteration(iteration, value);
        if (before - value <= 1e-12 * Math.max(1, Math.abs(value))) {
          return new Minimum(point, List.copyOf(values), true);
        }
      }
      return new Minimum(point, List.copyOf(values), false);
    }

    /** The gradient, where it exists; else the direction in which the function falls. */
    private double[] pseudoGradient() {
      double[] pseudo = gradient.clone();
      for (int i = 0; settings.l1() > 0 && i < settings.penalized(); i++) {
        if (point[i] != 0) {
          pseudo[i] += Math.signum(point[i]) * settings.l1();
        } else {
          pseudo[i] = Math.signum(pseudo[i]) * Math.max(0, Math.abs(pseudo[i]) - settings.l1());
        }
      }
      return pseudo;
    }

    /** Moves along the direction as far as the value falls; false if it falls nowhere. */
    private boolean step(double[] steepest) {
      double[] direction = direction(steepest);
      double slope = dot(direction, steepest);
      if (slope >= 0) {
        pairs.clear();
        direction = direction(steepest);
        slope = dot(direction, steepest);
      }
      double length = pairs.isEmpty() ? 1 / Math.max(1, Math.sqrt(dot(steepest, steepest))) : 1;
      for (int halving = 0; halving < MOST_HALVINGS; halving++) {
        double[] next = moved(direction, length, steepest);
        double[] nextGradient = new double[next.length];
        double nextValue = function.at(next, nextGradient) + penalty(next);
        if (nextValue <= value + SUFFICIENT * length * slope) {
          remember(next, nextGradient);
          point = next;
          gradient = nextGradient;
          value = nextValue;
          return true;
        }
        length /= 2;
      }
      if (pairs.isEmpty()) {
        return false;
      }
      pairs.clear();
      return step(steepest);
    }

    /** No variable crosses 0 in a step. */
    private double[] moved(double[] direction, double length, double[] steepest) {
      double[] next = point.clone();
      for (int i = 0; i < next.length; i++) {
        next[i] += length * direction[i];
        if (settings.l1() > 0 && i < settings.penalized()) {
          double side = point[i] != 0 ? point[i] : -steepest[i];
          next[i] = next[i] * side <= 0 ? 0 : next[i];
        }
      }
      return next;
    }

    private void remember(double[] next, double[] nextGradient) {
      double[] step = next.clone();
      double[] change = nextGradient.clone();
      for (int i = 0; i < step.length; i++) {
        step[i] -= point[i];
        change[i] -= gradient[i];
      }
      double product = dot(step, change);
      if (product > 1e-14 * dot(change, change)) {
        pairs.addLast(new Pair(step, change, product));
        if (pairs.size() > MEMORY) {
          pairs.removeFirst();
        }
      }
    }

    /** The two-loop recursion of algorithm 7.4. */
    private double[] direction(double[] steepest) {
      double[] direction = steepest.clone();
      List<Pair> newestFirst = new ArrayList<>();
      pairs.descendingIterator().forEachRemaining(newestFirst::add);
      double[] shares = new double[newestFirst.size()];
      for (int i = 0; i < shares.length; i++) {
        Pair pair = newestFirst.get(i);
        shares[i] = dot(pair.step(), direction) / pair.product();
        add(direction, -shares[i], pair.change());
      }
      if (!newestFirst.isEmpty()) {
        Pair newest = newestFirst.get(0);
        double scale = newest.product() / dot(newest.change(), newest.change());
        for (int i = 0; i < direction.length; i++) {
          direction[i] *= scale;
        }
      }
      for (int i = shares.length - 1; i >= 0; i--) {
        Pair pair = newestFirst.get(i);
        add(direction, shares[i] - dot(pair.change(), direction) / pair.product(), pair.step());
      }
      for (int i = 0; i < direction.length; i++) {
        direction[i] = -direction[i];
        // With l1, only components that go down stay.
        if (settings.l1() > 0 && direction[i] * steepest[i] >= 0) {
          direction[i] = 0;
        }
      }
      return direction;
    }

    private static double dot(double[] a, double[] b) {
      double sum = 0;
      for (int i = 0; i < a.length; i++) {
        sum += a[i] * b[i];
      }
      return sum;
    }

    private static void add(double[] to, double factor, double[] values) {
      for (int i = 0; i < to.length; i++) {
        to[i] += factor * values[i];
      }
    }

    private static double largest(double[] values) {
      double largest = 0;
      for (double one : values) {
        largest = Math.max(largest, Math.abs(one));
      }
      return largest;
    }
  }
}
