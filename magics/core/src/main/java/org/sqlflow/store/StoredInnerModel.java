package org.sqlflow.store;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.sqlflow.data.Column;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.ColumnVector;
import org.sqlflow.data.Matrix;
import org.sqlflow.data.RowPart;
import org.sqlflow.features.Feature;
import org.sqlflow.features.FeatureException;
import org.sqlflow.features.OnNull;
import org.sqlflow.features.encoding.EncodedRows;
import org.sqlflow.features.encoding.FeatureEncoding;
import org.sqlflow.features.trained.InnerModel;
import org.sqlflow.models.ClusteringModel;
import org.sqlflow.models.Estimator;
import org.sqlflow.models.Estimators;
import org.sqlflow.models.Model;
import org.sqlflow.models.ModelContent;
import org.sqlflow.models.clustering.CentreDistances;
import org.sqlflow.models.clustering.rules.RuledEstimator;

/** A model that is stored within another one, as JSON. Safe to use from several threads. */
@JsonDeserialize(using = JsonDeserializer.None.class)
public final class StoredInnerModel implements InnerModel {
  /**
   * The bytes of one JSON string: Jackson refuses to read strings of more than 20 million
   * characters.
   */
  private static final int PIECE = 8 << 20;

  private final String name;
  private final int version;
  private final String type;
  private final FeatureEncoding encoding;
  private final JsonNode parameters;
  private final List<byte[]> network;

  /** Restored models that no thread uses now: each may be used by only one at a time. */
  private final Queue<Model> idle = new ConcurrentLinkedQueue<>();

  /**
   * The parts of a {@link StoredModel}. The network's bytes are in pieces; empty without a network.
   */
  @JsonCreator
  StoredInnerModel(
      @JsonProperty("name") String name,
      @JsonProperty("version") int version,
      @JsonProperty("type") String type,
      @JsonProperty("encoding") FeatureEncoding encoding,
      @JsonProperty("parameters") JsonNode parameters,
      @JsonProperty("network") List<byte[]> network) {
    this.name = name;
    this.version = version;
    this.type = type;
    this.encoding = encoding;
    this.parameters = parameters;
    this.network = network == null ? List.of() : List.copyOf(network);
  }

  /** A stored model, to be stored within another one. */
  public static StoredInnerModel of(StoredModel stored) {
    List<byte[]> pieces = new ArrayList<>();
    byte[] bytes = stored.content().network().orElse(new byte[0]);
    for (int from = 0; from < bytes.length; from += PIECE) {
      pieces.add(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + PIECE)));
    }
    return new StoredInnerModel(
        stored.name(),
        stored.version(),
        stored.type(),
        stored.encoding(),
        stored.content().parameters(),
        pieces);
  }

  @Override
  @JsonProperty
  public String name() {
    return name;
  }

  @Override
  @JsonProperty
  public int version() {
    return version;
  }

  @Override
  @JsonProperty
  public String type() {
    return type;
  }

  @JsonProperty("encoding")
  FeatureEncoding encoding() {
    return encoding;
  }

  @JsonProperty("parameters")
  JsonNode parameters() {
    return parameters;
  }

  @JsonProperty("network")
  List<byte[]> network() {
    return network;
  }

  @Override
  public List<ColumnRead> reads() {
    return encoding.reads();
  }

  private List<Feature> readers(ColumnRead read) {
    return encoding.features().stream().filter(feature -> feature.reads().contains(read)).toList();
  }

  @Override
  public long bytes(ColumnRead read) {
    return readers(read).stream()
        .mapToLong(feature -> feature.bytes(read))
        .max()
        .orElse(Double.BYTES);
  }

  @Override
  public Optional<String> lacking(ColumnRead read, Column column) {
    return readers(read).stream()
        .flatMap(feature -> feature.lacking(read, column).stream())
        .findFirst();
  }

  @Override
  public int markMissing(ColumnRead read, RowPart part, boolean[] missing) {
    if (encoding.onNull() == OnNull.MEAN || encoding.onNull() == OnNull.KEEP) {
      return 0;
    }
    return readers(read).stream()
        .mapToInt(feature -> feature.markMissing(read, part, missing))
        .max()
        .orElse(0);
  }

  @Override
  public RowPart.Unfit unfit(RowPart part) {
    return encoding.features().stream()
        .map(feature -> feature.unfit(part))
        .filter(unfit -> unfit.count() > 0)
        .findFirst()
        .orElse(RowPart.Unfit.NONE);
  }

  @Override
  public float[] outputs(RowPart part, String output, int width) {
    return part.computed(new OutputKey(this, output), () -> compute(part, output, width));
  }

  /** The key of computed outputs; models are compared by identity. */
  private record OutputKey(InnerModel model, String output) {}

  private float[] compute(RowPart part, String output, int width) {
    FeatureEncoding complete =
        encoding.onNull() == OnNull.ERROR ? encoding.with(OnNull.SKIP) : encoding;
    float[] all = new float[part.rows() * width];
    int step = encoding.rowsAtATime();
    Model model = idle.poll();
    model = model == null ? restored() : model;
    for (int from = 0; from < part.rows(); from += step) {
      int to = (int) Math.min(part.rows(), (long) from + step);
      EncodedRows rows = complete.encode(part.batch(), part.from() + from, part.from() + to);
      float[] found =
          rows.matrix().rows() == 0 ? new float[0] : outputs(model, rows.matrix(), output);
      for (int row = from; row < to; row++) {
        int at = rows.rowOf()[row - from];
        if (at < 0) {
          Arrays.fill(all, row * width, (row + 1) * width, Float.NaN);
        } else {
          System.arraycopy(found, at * width, all, row * width, width);
        }
      }
    }
    idle.add(model);
    return all;
  }

  private Model restored() {
    Estimator estimator =
        RuledEstimator.all(Estimators.installed())
            .find(type)
            .orElseThrow(
                () ->
                    new FeatureException(
                        RuledEstimator.all(Estimators.installed())
                                .elsewhere(type)
                                .map(where -> where + "; ")
                                .orElse("")
                            + "the model was trained with "
                            + name
                            + ", a model of "
                            + type
                            + ", an estimator that is not installed here"));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    network.forEach(piece -> bytes.write(piece, 0, piece.length));
    ModelContent content =
        new ModelContent(
            parameters, network.isEmpty() ? Optional.empty() : Optional.of(bytes.toByteArray()));
    return StoredModelCheck.numbered(estimator.restore(content), content);
  }

  private static float[] outputs(Model model, Matrix rows, String output) {
    if (!(model instanceof ClusteringModel clustering)) {
      return rowMajor(model.predict(rows, Set.of()), rows.rows());
    }
    return switch (output) {
      case InnerModel.GROUP -> groups(clustering.assign(rows));
      case CentreDistances.OUTPUT -> CentreDistances.of(clustering).orElseThrow().of(rows);
      default -> {
        List<ColumnVector> all = clustering.predict(rows, Set.of(output));
        yield rowMajor(all.subList(1, all.size()), rows.rows());
      }
    };
  }

  private static float[] groups(int[] groups) {
    float[] found = new float[groups.length];
    for (int row = 0; row < found.length; row++) {
      found[row] = groups[row] < 0 ? Float.NaN : groups[row];
    }
    return found;
  }

  private static float[] rowMajor(List<ColumnVector> columns, int rows) {
    float[] values = new float[rows * columns.size()];
    for (int c = 0; c < columns.size(); c++) {
      float[] column = ((ColumnVector.Floats) columns.get(c)).values();
      for (int row = 0; row < rows; row++) {
        values[row * columns.size() + c] = column[row];
      }
    }
    return values;
  }

  @Override
  public void check() {
    encoding.check();
    if (name == null || type == null || parameters == null || !parameters.isObject()) {
      throw new IllegalArgumentException("a model within it lacks a part");
    }
  }
}
