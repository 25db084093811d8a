package org.sqlflow.features.trained;

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
import org.sqlflow.data.RowPart;

/**
 * A trained model whose outputs are features of another one. The other stores all of it, so it
 * predicts the same when this one is retrained or dropped. Safe to use from several threads.
 */
@JsonDeserialize(using = InnerModel.FromJson.class)
public interface InnerModel {
  /** The output that every model with groups has: the number of the row's group. */
  String GROUP = "group_id";

  /** Its name when the other was trained. */
  String name();

  /** Its version when the other was trained. */
  int version();

  /** Its estimator's name. */
  String type();

  /** What it reads of a query. */
  List<ColumnRead> reads();

  /** About how many bytes of the heap a row's value of one of {@link #reads} takes. */
  long bytes(ColumnRead read);

  /** What one of {@link #reads} needs that a column of this type lacks, as a noun phrase. */
  Optional<String> lacking(ColumnRead read, Column column);

  /**
   * Marks the rows that have no value in one of {@link #reads}; none if the model accepts missing
   * values.
   *
   * @param missing for each row of the part; marks that are there stay
   * @return how many rows have none
   */
  int markMissing(ColumnRead read, RowPart part, boolean[] missing);

  /** The rows of a part that have a value, but one that the model does not take. */
  RowPart.Unfit unfit(RowPart part);

  /**
   * Its outputs for the rows of a part, computed once for each part.
   *
   * @param output {@value #GROUP}, or another output of the model
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
          .orElseThrow(() -> new IllegalStateException("models cannot be features here"))
          .read(parser.readValueAsTree());
    }
  }
}
