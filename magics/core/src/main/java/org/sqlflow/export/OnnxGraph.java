package org.sqlflow.export;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Builds a graph of ONNX: each operation returns the name of its result. */
final class OnnxGraph {
  /** How the content of a file begins: the version of the format and who wrote it. */
  static final String HEAD = "\u0008\u0008\u0012\u0007SQLFlow";

  /** The version of the format that {@link #HEAD} has. */
  private static final int IR_VERSION = 8;

  private static final int OPERATORS = 17;
  private static final int ML_OPERATORS = 3;
  private static final String ML = "ai.onnx.ml";

  /** The types of tensors. */
  enum Type {
    FLOAT(1),
    INT64(7),
    STRING(8),
    BOOL(9),
    DOUBLE(11);

    final int number;

    Type(int number) {
      this.number = number;
    }
  }

  /** How the names of results begin, which inputs do not have. */
  private static final String PREFIX = "sqlflow:";

  private final Protobuf graph = new Protobuf();
  private final List<Protobuf> ends = new ArrayList<>();
  private int results;

  /** An attribute of an operation. */
  record Attribute(Protobuf message) {
    static Attribute of(String name, long value) {
      return new Attribute(new Protobuf().text(1, name).number(3, value).number(20, 2));
    }

    static Attribute of(String name, String value) {
      return new Attribute(new Protobuf().text(1, name).text(4, value).number(20, 3));
    }

    static Attribute of(String name, float value) {
      return new Attribute(new Protobuf().text(1, name).real(2, value).number(20, 1));
    }

    static Attribute ofNumbers(String name, List<Integer> values) {
      Protobuf message = new Protobuf().text(1, name);
      values.forEach(value -> message.number(8, value));
      return new Attribute(message.number(20, 7));
    }

    static Attribute ofTexts(String name, List<String> values) {
      Protobuf message = new Protobuf().text(1, name);
      values.forEach(value -> message.text(9, value));
      return new Attribute(message.number(20, 8));
    }
  }

  String op(String type, String first, Attribute... attributes) {
    return op(type, List.of(first), attributes);
  }

  String op(String type, String first, String second, Attribute... attributes) {
    return op(type, List.of(first, second), attributes);
  }

  String op(String type, List<String> inputs, Attribute... attributes) {
    return node(type, "", inputs, attributes);
  }

  /** An operation of the machine learning operators. */
  String ml(String type, String input, Attribute... attributes) {
    return node(type, ML, List.of(input), attributes);
  }

  private String node(String type, String domain, List<String> inputs, Attribute... attributes) {
    String result = PREFIX + ++results;
    Protobuf node = new Protobuf();
    inputs.forEach(input -> node.text(1, input));
    node.text(2, result).text(4, type);
    Arrays.stream(attributes).forEach(attribute -> node.message(5, attribute.message()));
    if (!domain.isEmpty()) {
      node.text(7, domain);
    }
    graph.message(1, node);
    return result;
  }

  String cast(String value, Type type) {
    return op("Cast", value, Attribute.of("to", type.number));
  }

  String doubles(double[] values, int... dimensions) {
    ByteBuffer raw = buffer(values.length * Double.BYTES);
    Arrays.stream(values).forEach(raw::putDouble);
    return constant(Type.DOUBLE, raw, dimensions);
  }

  String floats(float[] values, int... dimensions) {
    ByteBuffer raw = buffer(values.length * Float.BYTES);
    for (float value : values) {
      raw.putFloat(value);
    }
    return constant(Type.FLOAT, raw, dimensions);
  }

  String longs(long[] values, int... dimensions) {
    ByteBuffer raw = buffer(values.length * Long.BYTES);
    Arrays.stream(values).forEach(raw::putLong);
    return constant(Type.INT64, raw, dimensions);
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private String constant(Type type, ByteBuffer raw, int... dimensions) {
    String name = PREFIX + ++results;
    Protobuf tensor = new Protobuf();
    Arrays.stream(dimensions).forEach(dimension -> tensor.number(1, dimension));
    tensor.number(2, type.number).text(8, name).bytes(9, raw.array());
    graph.message(5, tensor);
    return name;
  }

  /** An input of rows. */
  String input(String name, Type type, int width) {
    ends.add(new Protobuf().message(11, value(name, type, width)));
    return name;
  }

  /**
   * Names a result.
   *
   * @param width numbers of a row; 0 for one without a second dimension
   */
  void output(String result, String name, Type type, int width) {
    graph.message(1, new Protobuf().text(1, result).text(2, name).text(4, "Identity"));
    ends.add(new Protobuf().message(12, value(name, type, width)));
  }

  private static Protobuf value(String name, Type type, int width) {
    Protobuf shape = new Protobuf().message(1, new Protobuf().text(2, "rows"));
    if (width > 0) {
      shape.message(1, new Protobuf().number(1, width));
    }
    Protobuf tensor = new Protobuf().number(1, type.number).message(2, shape);
    return new Protobuf().text(1, name).message(2, new Protobuf().message(1, tensor));
  }

  /** The whole model; nothing can be added after that. */
  byte[] toBytes(String name, String description) {
    graph.text(2, name);
    ends.forEach(graph::append);
    return new Protobuf()
        .number(1, IR_VERSION)
        .text(2, "SQLFlow")
        .text(6, description)
        .message(7, graph)
        .message(8, new Protobuf().text(1, "").number(2, OPERATORS))
        .message(8, new Protobuf().text(1, ML).number(2, ML_OPERATORS))
        .toBytes();
  }
}
