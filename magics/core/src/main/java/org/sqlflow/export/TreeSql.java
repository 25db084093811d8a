package org.sqlflow.export;

import java.util.ArrayList;
import java.util.List;
import org.sqlflow.models.formula.Formula.Node;

/** Decision trees as CASE expressions on the columns of encoded features. */
final class TreeSql {
  private final List<Encoded> ofFeature = new ArrayList<>();
  private final List<Integer> places = new ArrayList<>();

  /**
   * Trees on inputs.
   *
   * @param inputs columns that hold what a model sees of a row
   */
  TreeSql(List<Encoded> inputs) {
    for (Encoded input : inputs) {
      for (int place = 0; place < input.width(); place++) {
        ofFeature.add(input);
        places.add(place);
      }
    }
  }

  /** The expression of a tree's value. */
  String of(Node node) {
    if (node instanceof Node.Leaf leaf) {
      return SqlNumbers.of(leaf.value());
    }
    Node.Split split = (Node.Split) node;
    if (!(ofFeature.get(split.feature()) instanceof Encoded.Category category)) {
      String number = ofFeature.get(split.feature()).expression();
      String below = number + " < " + SqlNumbers.of(split.threshold());
      return choice(split.missing() ? below + " OR " + number + " IS NULL" : below, split, true);
    }
    boolean isBelow = (float) category.own() < split.threshold();
    boolean areOthersBelow = 0 < split.threshold();
    if (isBelow == areOthersBelow) {
      return of(isBelow ? split.below() : split.others());
    }
    String is = category.expression() + " = " + places.get(split.feature());
    return choice(is, split, isBelow);
  }

  private String choice(String condition, Node.Split split, boolean isBelow) {
    String first = of(isBelow ? split.below() : split.others());
    String second = of(isBelow ? split.others() : split.below());
    return "CASE WHEN " + condition + " THEN " + first + " ELSE " + second + " END";
  }
}
