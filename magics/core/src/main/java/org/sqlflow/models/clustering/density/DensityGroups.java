package org.sqlflow.models.clustering.density;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The groups of a spanning tree (Campello, Moulavi and Sander 2013): its edges are cut from the
 * longest on. If both ends of a cut are large enough they are new parts; else the rows of a small
 * end leave the part. Whether a part or the parts within it become groups depends on their excess
 * of mass: the sum over their rows of the density (one over the distance) that a row stands in the
 * part, counted from the density at which the part appears. All rows together are never a group.
 *
 * @param groups of each row, the largest first; negative for a row that is in none
 * @param losses the squared distance at which each row leaves its part
 * @param reaches the squared distance below which a row belongs to each group
 * @param cores the squared distance at which the last rows of each group leave it; above 0
 */
record DensityGroups(int[] groups, float[] losses, float[] reaches, float[] cores) {
  /** How many groups there are. */
  int count() {
    return reaches.length;
  }

  /**
   * The same with other numbers.
   *
   * @param order the group that each number belongs to
   */
  DensityGroups ordered(int[] order) {
    float[] orderedReaches = new float[order.length];
    float[] orderedCores = new float[order.length];
    for (int number = 0; number < order.length; number++) {
      orderedReaches[number] = reaches[order[number]];
      orderedCores[number] = cores[order[number]];
    }
    return new DensityGroups(renumbered(groups, order), losses, orderedReaches, orderedCores);
  }

  /** Groups by their numbers in an order; negative ones stay. */
  static int[] renumbered(int[] groups, int[] order) {
    int[] numbers = new int[order.length];
    for (int number = 0; number < order.length; number++) {
      numbers[order[number]] = number;
    }
    return Arrays.stream(groups).map(group -> group < 0 ? group : numbers[group]).toArray();
  }

  /**
   * The groups of rows.
   *
   * @param tree of two rows or more
   * @param least rows of a group, at least 2
   */
  static DensityGroups of(SpanningTree tree, int least) {
    return new Condensed(tree, least).groups();
  }

  /**
   * The parts that are large enough. Part 0 is all rows, and each part has a higher number than the
   * one that it is cut from.
   */
  private static final class Condensed {
    private final float[] squares;
    private final int rows;
    private final int least;

    /**
     * The density of each edge, ascending in distance; edges between equal rows have that of the
     * shortest other edge.
     */
    private final double[] densities;

    private final float smallest;
    private final List<Integer> parents = new ArrayList<>(List.of(-1));

    /** The edge that is cut at the birth of each part. */
    private final List<Integer> births = new ArrayList<>(List.of(-1));

    /** The part that each row leaves last, and the edge that is cut then. */
    private final int[] partOf;

    private final int[] losses;

    Condensed(SpanningTree tree, int least) {
      this.squares = tree.squares();
      this.rows = squares.length + 1;
      this.least = least;
      int first = 0;
      while (first < squares.length - 1 && squares[first] == 0) {
        first++;
      }
      this.smallest = squares[first] > 0 ? squares[first] : 1;
      this.densities =
          IntStream.range(0, squares.length)
              .mapToDouble(edge -> 1 / Math.sqrt(Math.max(smallest, squares[edge])))
              .toArray();
      this.partOf = new int[rows];
      this.losses = new int[rows];
      condense(tree);
    }

    /**
     * Merges the rows along the edges, the shortest first, then cuts them in the other direction.
     * Nodes below {@code rows} are rows, node {@code rows + i} is what edge i merges.
     */
    private void condense(SpanningTree tree) {
      int[] left = new int[rows - 1];
      int[] right = new int[rows - 1];
      int[] sizes = new int[2 * rows - 1];
      Arrays.fill(sizes, 0, rows, 1);
      int[] above = IntStream.range(0, sizes.length).toArray();
      for (int edge = 0; edge < left.length; edge++) {
        left[edge] = root(above, tree.from()[edge]);
        right[edge] = root(above, tree.to()[edge]);
        above[left[edge]] = rows + edge;
        above[right[edge]] = rows + edge;
        sizes[rows + edge] = sizes[left[edge]] + sizes[right[edge]];
      }
      int[] parts = new int[sizes.length];
      int[] lost = new int[sizes.length];
      Arrays.fill(lost, -1);
      for (int edge = rows - 2; edge >= 0; edge--) {
        int node = rows + edge;
        boolean splits = sizes[left[edge]] >= least && sizes[right[edge]] >= least;
        for (int child : new int[] {left[edge], right[edge]}) {
          parts[child] = parts[node];
          if (lost[node] >= 0) {
            lost[child] = lost[node];
          } else if (splits) {
            parts[child] = born(parts[node], edge);
          } else if (sizes[child] < least) {
            lost[child] = edge;
          }
        }
      }
      System.arraycopy(parts, 0, partOf, 0, rows);
      System.arraycopy(lost, 0, losses, 0, rows);
    }

    private static int root(int[] above, int node) {
      int root = node;
      while (above[root] != root) {
        root = above[root];
      }
      for (int at = node; above[at] != root; ) {
        int next = above[at];
        above[at] = root;
        at = next;
      }
      return root;
    }

    private int born(int parent, int edge) {
      parents.add(parent);
      births.add(edge);
      return parents.size() - 1;
    }

    private double birth(int part) {
      return births.get(part) < 0 ? 0 : densities[births.get(part)];
    }

    DensityGroups groups() {
      int[] group = chosen();
      int[] lastEdges = lastEdges();
      int count = Arrays.stream(group).max().orElse(-1) + 1;
      float[] reaches = new float[count];
      float[] cores = new float[count];
      for (int part = 1; part < group.length; part++) {
        int own = group[part];
        if (own >= 0 && own != group[parents.get(part)]) {
          reaches[own] = squares[births.get(part)];
          cores[own] = Math.max(smallest, squares[lastEdges[part]]);
        }
      }
      float[] left = new float[rows];
      for (int row = 0; row < rows; row++) {
        left[row] = squares[losses[row]];
      }
      int[] groups = Arrays.stream(partOf).map(part -> group[part]).toArray();
      return new DensityGroups(groups, left, reaches, cores);
    }

    /** The shortest edge at which a row or a part leaves each part. */
    private int[] lastEdges() {
      int[] last = new int[parents.size()];
      Arrays.fill(last, squares.length - 1);
      for (int row = 0; row < rows; row++) {
        last[partOf[row]] = Math.min(last[partOf[row]], losses[row]);
      }
      for (int part = 1; part < last.length; part++) {
        last[parents.get(part)] = Math.min(last[parents.get(part)], births.get(part));
      }
      return last;
    }

    /** The group of each part, the largest first; negative for a part that contains groups. */
    private int[] chosen() {
      int count = parents.size();
      double[] masses = masses();
      boolean[] isGroup = new boolean[count];
      double[] ofParts = new double[count];
      for (int part = count - 1; part > 0; part--) {
        isGroup[part] = ofParts[part] <= masses[part];
        ofParts[parents.get(part)] += Math.max(masses[part], ofParts[part]);
      }
      int[] top = new int[count];
      top[0] = -1;
      for (int part = 1; part < count; part++) {
        int above = top[parents.get(part)];
        top[part] = above >= 0 ? above : isGroup[part] ? part : -1;
      }
      long[] sizes = new long[count];
      Arrays.stream(partOf).filter(part -> top[part] >= 0).forEach(part -> sizes[top[part]]++);
      List<Integer> order =
          IntStream.range(1, count)
              .filter(part -> top[part] == part)
              .boxed()
              .sorted(Comparator.comparingLong((Integer part) -> -sizes[part]))
              .toList();
      int[] numbers = new int[count];
      IntStream.range(0, order.size()).forEach(number -> numbers[order.get(number)] = number);
      return Arrays.stream(top).map(part -> part < 0 ? -1 : numbers[part]).toArray();
    }

    private double[] masses() {
      double[] masses = new double[parents.size()];
      long[] sizes = new long[masses.length];
      for (int row = 0; row < rows; row++) {
        masses[partOf[row]] += densities[losses[row]] - birth(partOf[row]);
        sizes[partOf[row]]++;
      }
      for (int part = masses.length - 1; part > 0; part--) {
        int parent = parents.get(part);
        masses[parent] += sizes[part] * (birth(part) - birth(parent));
        sizes[parent] += sizes[part];
      }
      return masses;
    }
  }
}
