package org.sqlflow.kernel.cell;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sqlflow.kernel.java.JavaNames;

/**
 * Translates the cell that papermill inserts after the one with the tag {@code parameters}.
 * Papermill cannot write SQL or Java, so it is run with {@code --language python}: after the
 * comment {@code # Parameters} the cell assigns Python literals, which become Java variables.
 */
final class Parameters {
  private static final Pattern HEAD = Pattern.compile("\\s*# Parameters[ \\t]*\\n");
  private static final Pattern ASSIGNMENT =
      Pattern.compile("\\s*([\\p{L}_][\\p{L}\\p{N}_]*)[ \\t]*=[ \\t]*");
  private static final Pattern NUMBER =
      Pattern.compile("-?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][-+]?\\d+)?");
  private static final Pattern NOT_FINITE =
      Pattern.compile("(-?)float\\((['\"])(-?)(nan|inf)\\2\\)");
  private static final Pattern ESCAPE =
      Pattern.compile("\\\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8})|(.))", Pattern.DOTALL);

  private final String text;
  private int at;

  private Parameters(String text, int at) {
    this.text = text;
    this.at = at;
  }

  /** Thrown if the text is not a list of parameters but an ordinary cell. */
  private static final class OtherTextException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** A literal: its Java type and its Java expression. */
  private record Literal(String type, String java) {}

  /** The Java declarations; empty if the cell is not one of papermill's. */
  static Optional<String> java(String cell) {
    Matcher head = HEAD.matcher(cell);
    if (!head.lookingAt()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Parameters(cell, head.end()).declarations());
    } catch (OtherTextException | NumberFormatException other) {
      return Optional.empty();
    }
  }

  private String declarations() {
    StringBuilder java = new StringBuilder();
    while (!text.substring(at).isBlank()) {
      Matcher assignment = at(ASSIGNMENT).orElseThrow(OtherTextException::new);
      String name = assignment.group(1);
      JavaNames.requireName(name);
      Literal value = value();
      java.append(value.type()).append(' ').append(name).append(" = ");
      java.append(value.java()).append(";\n");
      if (at < text.length() && text.charAt(at) != '\n') {
        throw new OtherTextException();
      }
    }
    return java.toString();
  }

  private Literal value() {
    if (next("None")) {
      return new Literal("Object", "null");
    }
    if (next("True")) {
      return new Literal("boolean", "true");
    }
    if (next("False")) {
      return new Literal("boolean", "false");
    }
    Optional<Matcher> special = at(NOT_FINITE);
    if (special.isPresent()) {
      boolean negative = !(special.get().group(1) + special.get().group(3)).isEmpty();
      String name =
          special.get().group(4).equals("nan")
              ? "NaN"
              : negative ? "NEGATIVE_INFINITY" : "POSITIVE_INFINITY";
      return new Literal("double", "Double." + name);
    }
    Optional<Matcher> number = at(NUMBER);
    if (number.isPresent()) {
      return number(number.get().group());
    }
    return switch (peek()) {
      case '"', '\'' -> new Literal("String", quoted(string()));
      case '[' -> list('[', ']');
      case '(' -> list('(', ')');
      case '{' -> map();
      default -> throw new OtherTextException();
    };
  }

  private static Literal number(String text) {
    if (!text.matches("-?\\d+")) {
      return new Literal("double", Double.toString(Double.parseDouble(text)));
    }
    BigInteger whole = new BigInteger(text);
    int bits = whole.bitLength();
    return bits < Integer.SIZE
        ? new Literal("int", whole.toString())
        : bits < Long.SIZE
            ? new Literal("long", whole + "L")
            : new Literal("java.math.BigInteger", "new java.math.BigInteger(\"" + whole + "\")");
  }

  private String string() {
    char quote = peek();
    int end = at + 1;
    while (end < text.length() && text.charAt(end) != quote) {
      end += text.charAt(end) == '\\' ? 2 : 1;
    }
    if (end >= text.length()) {
      throw new OtherTextException();
    }
    String content = text.substring(at + 1, end);
    at = end + 1;
    return ESCAPE
        .matcher(content)
        .replaceAll(found -> Matcher.quoteReplacement(meant(found.group())));
  }

  private static String meant(String escape) {
    String code = escape.substring(2);
    return switch (escape.charAt(1)) {
      case 'x', 'u', 'U' ->
          code.isEmpty() ? escape : Character.toString(Integer.parseInt(code, 16));
      case 'n' -> "\n";
      case 't' -> "\t";
      case 'r' -> "\r";
      default -> escape.substring(1);
    };
  }

  private static String quoted(String value) {
    StringBuilder java = new StringBuilder("\"");
    for (char c : value.toCharArray()) {
      boolean plain = c >= ' ' && c < 0x7f && c != '"' && c != '\\';
      java.append(plain ? String.valueOf(c) : String.format("\\u%04x", (int) c));
    }
    // Java replaces Unicode escapes before it reads strings, so these need their short escapes.
    return java.append('"')
        .toString()
        .replace("\\u0022", "\\\"")
        .replace("\\u005c", "\\\\")
        .replace("\\u000a", "\\n")
        .replace("\\u000d", "\\r");
  }

  private Literal list(char open, char close) {
    List<String> elements = new ArrayList<>();
    expect(open);
    while (!closes(close)) {
      elements.add(value().java());
      separator(close);
    }
    return new Literal("var", "java.util.Arrays.asList(" + elements(elements) + ")");
  }

  /** The elements as arguments; null as the only one would be taken for an array. */
  private static String elements(List<String> elements) {
    return elements.equals(List.of("null")) ? "(Object) null" : String.join(", ", elements);
  }

  private Literal map() {
    List<String> entries = new ArrayList<>();
    expect('{');
    while (!closes('}')) {
      String key = quoted(string());
      skip();
      expect(':');
      skip();
      entries.add("java.util.Map.entry(" + key + ", (Object) " + value().java() + ")");
      separator('}');
    }
    return new Literal("var", "java.util.Map.ofEntries(" + String.join(", ", entries) + ")");
  }

  private boolean closes(char close) {
    skip();
    if (at < text.length() && text.charAt(at) == close) {
      at++;
      return true;
    }
    return false;
  }

  private void separator(char close) {
    skip();
    if (peek() != close) {
      expect(',');
    }
  }

  private void skip() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private char peek() {
    if (at >= text.length()) {
      throw new OtherTextException();
    }
    return text.charAt(at);
  }

  private void expect(char c) {
    if (peek() != c) {
      throw new OtherTextException();
    }
    at++;
  }

  private boolean next(String word) {
    boolean there = text.startsWith(word, at);
    at += there ? word.length() : 0;
    return there;
  }

  private Optional<Matcher> at(Pattern pattern) {
    Matcher found = pattern.matcher(text).region(at, text.length());
    if (!found.lookingAt()) {
      return Optional.empty();
    }
    at = found.end();
    return Optional.of(found);
  }
}
