package org.sqlflow.features;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.sqlflow.data.Column;
import org.sqlflow.data.ColumnRead;

/**
 * A trained model whose answers are features of another one. It is stored within the other as a
 * whole, so that the other predicts the same when this one is retrained or dropped. Safe to use
 * from several threads.
 */
public final class InnerModel {
  /** Bytes in a text of JSON: a reader refuses longer ones. */
  private static final int PIECE = 8 << 20;

  private final String name;
  private final int version;
  private final String type;
  private final FeatureEncoding encoding;
  private final JsonNode parameters;
  private final List<byte[]> network;

  /** A scorer is used by one thread at a time. */
  private final Queue<InnerModels.Scorer> idle = new ConcurrentLinkedQueue<>();

  /**
   * A stored model.
   *
   * @param name that it had
   * @param version of that name
   * @param type its estimator's name
   * @param encoding how columns become its features
   * @param parameters what its estimator restores it from
   * @param network the same in bytes, in pieces; empty without
   */
  @JsonCreator
  public InnerModel(
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

  /** A network's bytes as they are stored. */
  public static List<byte[]> pieces(Optional<byte[]> network) {
    List<byte[]> pieces = new ArrayList<>();
    byte[] bytes = network.orElse(new byte[0]);
    for (int from = 0; from < bytes.length; from += PIECE) {
      pieces.add(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + PIECE)));
    }
    return pieces;
  }

  /** The name that it had when the other was trained. */
  @JsonProperty
  public String name() {
    return name;
  }

  /** Its version then. */
  @JsonProperty
  public int version() {
    return version;
  }

  /** Its estimator's name. */
  @JsonProperty
  public String type() {
    return type;
  }

  /** How columns become its features. */
  @JsonProperty
  public FeatureEncoding encoding() {
    return encoding;
  }

  /** What its estimator restores it from. */
  @JsonProperty
  public JsonNode parameters() {
    return parameters;
  }

  @JsonProperty("network")
  List<byte[]> network() {
    return network;
  }

  /** The network's bytes, if it has one. */
  public Optional<byte[]> networkBytes() {
    if (network.isEmpty()) {
      return Optional.empty();
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    network.forEach(piece -> all.write(piece, 0, piece.length));
    return Optional.of(all.toByteArray());
  }

  /** What is read of a query. */
  List<ColumnRead> reads() {
    return encoding.reads();
  }

  /** Whether it has an answer for a row without a value. */
  private boolean takesMissing() {
    return encoding.onNull() == OnNull.MEAN || encoding.onNull() == OnNull.KEEP;
  }

  /** See {@link Feature#markMissing}. */
  int markMissing(ColumnRead read, RowPart part, boolean[] missing) {
    if (takesMissing()) {
      return 0;
    }
    return encoding.features().stream()
        .filter(feature -> feature.reads().contains(read))
        .mapToInt(feature -> feature.markMissing(read, part, missing))
        .max()
        .orElse(0);
  }

  /** See {@link Feature#unfit}. */
  Feature.Unfit unfit(RowPart part) {
    return encoding.features().stream()
        .map(feature -> feature.unfit(part))
        .filter(unfit -> unfit.count() > 0)
        .findFirst()
        .orElse(Feature.Unfit.NONE);
  }

  /** See {@link Feature#bytes}. */
  long bytes(ColumnRead read) {
    return encoding.features().stream()
        .filter(feature -> feature.reads().contains(read))
        .mapToLong(feature -> feature.bytes(read))
        .max()
        .orElse(Double.BYTES);
  }

  /** See {@link Feature#lacking}. */
  Optional<String> lacking(ColumnRead read, Column column) {
    return encoding.features().stream()
        .filter(feature -> feature.reads().contains(read))
        .flatMap(feature -> feature.lacking(read, column).stream())
        .findFirst();
  }

  /**
   * What it answers to the rows of a part, computed once a part.
   *
   * @param output a name as {@link InnerModels.Scorer#outputs} has it
   * @param width how many numbers that has
   * @return {@code rows x width}, row-major; NaN for a row that has none
   */
  float[] outputs(RowPart part, String output, int width) {
    return part.computed(new Answer(this, output), () -> compute(part, output, width));
  }

  /** A model has no other as its equal. */
  private record Answer(InnerModel model, String output) {}

  private float[] compute(RowPart part, String output, int width) {
    FeatureEncoding complete =
        encoding.onNull() == OnNull.ERROR ? encoding.with(OnNull.SKIP) : encoding;
    float[] all = new float[part.rows() * width];
    int step = encoding.rowsAtATime();
    InnerModels.Scorer scorer = idle.poll();
    if (scorer == null) {
      scorer = InnerModels.installed().scorer(this);
    }
    for (int from = 0; from < part.rows(); from += step) {
      int to = (int) Math.min(part.rows(), (long) from + step);
      EncodedRows rows = part.encoded(complete, from, to);
      float[] found =
          rows.matrix().rows() == 0 ? new float[0] : scorer.outputs(rows.matrix(), output);
      for (int row = from; row < to; row++) {
        int at = rows.rowOf()[row - from];
        if (at < 0) {
          Arrays.fill(all, row * width, (row + 1) * width, Float.NaN);
        } else {
          System.arraycopy(found, at * width, all, row * width, width);
        }
      }
    }
    idle.add(scorer);
    return all;
  }

  /** Checks what was read of a stored model. */
  void check() {
    encoding.check();
    if (name == null || type == null || parameters == null || !parameters.isObject()) {
      throw new IllegalArgumentException("a model within it that has gaps");
    }
  }
}
