package org.sqlflow.models.supervised.dense;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.features.EmbeddingFeature;
import org.sqlflow.features.Feature;
import org.sqlflow.features.encoding.FeatureEncoding;
import org.sqlflow.models.Blame;
import org.sqlflow.models.ModelException;
import org.sqlflow.models.neural.Embedding;

/**
 * What the parts of a network see of a row.
 *
 * @param deep columns that the dense part sees as they are
 * @param wide those that the linear part sees; empty for none
 * @param embeddings categories that the dense part sees
 */
record DenseInput(List<Integer> deep, List<Integer> wide, List<Embedding> embeddings) {
  /**
   * Takes embedded categories out of the columns.
   *
   * @param deep all columns of the dense part
   * @param wide all columns of the linear part
   */
  static DenseInput of(Optional<FeatureEncoding> encoding, List<Integer> deep, List<Integer> wide) {
    List<Embedding> embeddings = new ArrayList<>();
    Set<Integer> taken = new HashSet<>();
    int at = 0;
    for (Feature feature : encoding.map(FeatureEncoding::features).orElse(List.of())) {
      if (feature instanceof EmbeddingFeature embedding) {
        if (!deep.contains(at)) {
          throw new ModelException(
              embedding.text()
                  + " is for the dnn part: the linear part takes INDICATOR or CATEGORY_HASH",
              new Blame.Columns(
                  embedding.reads().stream().map(ColumnRead::column).distinct().toList()));
        }
        embeddings.add(
            new Embedding(
                at,
                embedding.size(),
                embedding.dimension(),
                embedding.hasSeveral(),
                Embedding.Combiner.valueOf(embedding.combiner().toUpperCase(Locale.ROOT))));
        for (int i = 0; i < feature.width(); i++) {
          taken.add(at + i);
        }
      }
      at += feature.width();
    }
    return new DenseInput(without(deep, taken), without(wide, taken), embeddings);
  }

  private static List<Integer> without(List<Integer> columns, Set<Integer> taken) {
    return columns.stream().filter(column -> !taken.contains(column)).toList();
  }
}
