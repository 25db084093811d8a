package org.sqlflow.models.supervised;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.sqlflow.data.ColumnVector;
import org.sqlflow.data.Matrix;
import org.sqlflow.data.OutputColumn;
import org.sqlflow.models.ClassificationModel;
import org.sqlflow.models.formula.Formula;
import org.sqlflow.models.formula.Formula.Likeliest.Literal;
import org.sqlflow.models.training.PredictionInput;

/**
 * The outputs of models of classes: the class, and on request its probability and that of each
 * class.
 */
public interface ClassOutputs extends ClassificationModel {
  /** The extra output of the predicted class's probability. */
  String PROBABILITY = "probability";

  /** The extra output of the probabilities of all classes, a column for each. */
  String PROBABILITIES = "probabilities";

  /** The probability of each class: {@code rows x classes}. */
  Matrix likelihoods(Matrix rows);

  @Override
  default Optional<Matrix> probabilities(Matrix rows) {
    return Optional.of(likelihoods(rows));
  }

  @Override
  default Set<String> extraOutputs() {
    return new LinkedHashSet<>(List.of(PROBABILITY, PROBABILITIES));
  }

  @Override
  default List<OutputColumn> outputs(String column, Set<String> extraOutputs) {
    PredictionInput.checkExtraOutputs(this, extraOutputs);
    List<OutputColumn> columns = new ArrayList<>();
    columns.add(output(column));
    if (extraOutputs.contains(PROBABILITY)) {
      columns.add(new OutputColumn(PROBABILITY, OutputColumn.Type.DOUBLE));
    }
    if (extraOutputs.contains(PROBABILITIES)) {
      Set<String> taken = new HashSet<>();
      columns.forEach(known -> taken.add(known.name().toLowerCase(Locale.ROOT)));
      for (String name : classes().names()) {
        // Databases do not tell the columns probability_a and probability_A apart.
        String unique = PROBABILITY + "_" + name;
        for (int i = 2; !taken.add(unique.toLowerCase(Locale.ROOT)); i++) {
          unique = PROBABILITY + "_" + name + "_" + i;
        }
        columns.add(new OutputColumn(unique, OutputColumn.Type.DOUBLE));
      }
    }
    return columns;
  }

  @Override
  default List<ColumnVector> predict(Matrix rows, Set<String> extraOutputs) {
    PredictionInput.checkExtraOutputs(this, extraOutputs);
    PredictionInput.checkWidth(this, rows);
    Matrix likelihoods = likelihoods(rows);
    int[] codes = likeliest(likelihoods);
    List<ColumnVector> vectors = new ArrayList<>();
    vectors.add(classes().column(codes));
    if (extraOutputs.contains(PROBABILITY)) {
      double[] own = new double[codes.length];
      for (int row = 0; row < own.length; row++) {
        own[row] = likelihoods.at(row, codes[row]);
      }
      vectors.add(new ColumnVector.Doubles(own));
    }
    if (extraOutputs.contains(PROBABILITIES)) {
      for (int code = 0; code < classes().size(); code++) {
        double[] all = new double[codes.length];
        for (int row = 0; row < all.length; row++) {
          all[row] = likelihoods.at(row, code);
        }
        vectors.add(new ColumnVector.Doubles(all));
      }
    }
    return vectors;
  }

  @Override
  default int[] classify(Matrix rows) {
    return likeliest(likelihoods(rows));
  }

  /** The formula that predicts the class of the largest sum. */
  default Formula likeliest(Formula.Sums sums) {
    Literal literal =
        switch (classes().type()) {
          case INTEGER, LONG, BOOLEAN -> Literal.PLAIN;
          case REAL, DOUBLE -> Literal.DOUBLE;
          case TEXT -> Literal.TEXT;
          case DATE -> Literal.DATE;
          case TIMESTAMP -> Literal.TIMESTAMP;
        };
    return new Formula.Likeliest(sums, classes().names(), literal);
  }

  /** The likeliest class of each row, the first of equals. */
  static int[] likeliest(Matrix likelihoods) {
    int[] codes = new int[likelihoods.rows()];
    for (int row = 0; row < codes.length; row++) {
      for (int code = 1; code < likelihoods.columns(); code++) {
        codes[row] =
            likelihoods.at(row, code) > likelihoods.at(row, codes[row]) ? code : codes[row];
      }
    }
    return codes;
  }
}
