package org.sqlflow.features;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.sqlflow.data.Column;
import org.sqlflow.data.ColumnRead;

/**
 * A trained model whose outputs are features of another one. The other stores all of it, so it
 * predicts the same when this one is retrained or dropped. Safe to use from several threads.
 */
@JsonDeserialize(using = InnerModel.FromJson.class)
public interface InnerModel {
  /** Its name when the other was trained. */
  String name();

  /** Its version when the other was trained. */
  int version();

  /** Its estimator's name. */
  String type();

  /** What it reads of a query. */
  List<ColumnRead> reads();

  /** See {@link Feature#bytes}. */
  long bytes(ColumnRead read);

  /** See {@link Feature#lacking}. */
  Optional<String> lacking(ColumnRead read, Column column);

  /** See {@link Feature#markMissing}; marks none if the model accepts missing values. */
  int markMissing(ColumnRead read, RowPart part, boolean[] missing);

  /** See {@link Feature#unfit}. */
  Feature.Unfit unfit(RowPart part);

  /**
   * Its outputs for the rows of a part, computed once for each part.
   *
   * @param output {@value GroupFeature#GROUP}, or another output of the model
   * @param width how many numbers that output has
   * @return {@code rows x width}, row-major; NaN for a row that has none, or is in no group
   */
  float[] outputs(RowPart part, String output, int width);

  /**
   * Checks what was read of a stored model.
   *
   * @throws IllegalArgumentException if no training stores such a model
   */
  void check();

  /** A feature that a trained model outputs: the model says what it reads and what it lacks. */
  interface Output extends Feature {
    /** The model. */
    InnerModel model();

    @Override
    default <R> R accept(FeatureVisitor<R> visitor) {
      return visitor.other(this);
    }

    @Override
    default List<ColumnRead> reads() {
      return model().reads();
    }

    @Override
    default long bytes(ColumnRead read) {
      return model().bytes(read);
    }

    @Override
    default Optional<String> lacking(ColumnRead read, Column column) {
      return model().lacking(read, column);
    }

    @Override
    default int markMissing(ColumnRead read, RowPart part, boolean[] missing) {
      return model().markMissing(read, part, missing);
    }

    @Override
    default Unfit unfit(RowPart part) {
      return model().unfit(part);
    }
  }

  /** Reads such models; found by {@link ServiceLoader}, since features know no models. */
  interface Store {
    /** The model that its JSON describes. */
    InnerModel read(JsonNode json) throws IOException;
  }

  /** Reads one with the {@link Store} on the class path. */
  final class FromJson extends StdDeserializer<InnerModel> {
    private static final long serialVersionUID = 1L;

    /** Made by Jackson. */
    FromJson() {
      super(InnerModel.class);
    }

    @Override
    public InnerModel deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      return ServiceLoader.load(Store.class, InnerModel.class.getClassLoader())
          .findFirst()
          .orElseThrow(() -> new FeatureException("models cannot be features here"))
          .read(parser.readValueAsTree());
    }
  }
}
