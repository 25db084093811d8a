package org.sqlflow.export;

import java.util.List;
import javax.xml.stream.XMLStreamException;

/** An expression of PMML. */
sealed interface PmmlExpression {
  /** A field. */
  record Field(String name) implements PmmlExpression {}

  /** A number. */
  record Constant(double value) implements PmmlExpression {}

  /** A text. */
  record TextConstant(String value) implements PmmlExpression {}

  /** A function of PMML. */
  record Apply(String function, List<PmmlExpression> arguments) implements PmmlExpression {}

  /** A number. */
  static PmmlExpression number(double value) {
    return new Constant(value);
  }

  /** A function of PMML. */
  static PmmlExpression apply(String function, PmmlExpression... arguments) {
    return new Apply(function, List.of(arguments));
  }

  /** One of two values. */
  static PmmlExpression choice(PmmlExpression condition, PmmlExpression yes, PmmlExpression no) {
    return apply("if", condition, yes, no);
  }

  /** Writes it as XML. */
  default void write(PmmlXml xml) throws XMLStreamException {
    if (this instanceof Field field) {
      xml.empty("FieldRef", "field", field.name());
    } else if (this instanceof Constant constant) {
      xml.open("Constant", "dataType", "double");
      xml.text(String.valueOf(constant.value()));
      xml.close();
    } else if (this instanceof TextConstant constant) {
      xml.open("Constant", "dataType", "string");
      xml.text(constant.value());
      xml.close();
    } else if (this instanceof Apply apply) {
      xml.open("Apply", "function", apply.function());
      for (PmmlExpression argument : apply.arguments()) {
        argument.write(xml);
      }
      xml.close();
    }
  }
}
