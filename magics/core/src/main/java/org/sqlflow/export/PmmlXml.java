package org.sqlflow.export;

import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Elements with their attributes, each on a separate line. */
final class PmmlXml {
  private final XMLStreamWriter writer;
  private boolean hasText;
  private int depth;

  PmmlXml(XMLStreamWriter writer) {
    this.writer = writer;
  }

  void begin() throws XMLStreamException {
    writer.writeStartDocument("UTF-8", "1.0");
  }

  void end() throws XMLStreamException {
    writer.writeCharacters("\n");
    writer.writeEndDocument();
    writer.close();
  }

  void open(String element, String... attributes) throws XMLStreamException {
    line();
    depth++;
    writer.writeStartElement(element);
    attributes(attributes);
  }

  void empty(String element, String... attributes) throws XMLStreamException {
    line();
    writer.writeEmptyElement(element);
    attributes(attributes);
  }

  private void attributes(String... attributes) throws XMLStreamException {
    for (int i = 0; i < attributes.length; i += 2) {
      writer.writeAttribute(attributes[i], legal(attributes[i + 1]));
    }
  }

  void text(String text) throws XMLStreamException {
    writer.writeCharacters(legal(text));
    hasText = true;
  }

  void close() throws XMLStreamException {
    depth--;
    if (!hasText) {
      line();
    }
    hasText = false;
    writer.writeEndElement();
  }

  private void line() throws XMLStreamException {
    writer.writeCharacters("\n" + "  ".repeat(depth));
  }

  /** XML has no control characters, not even escaped. */
  private static String legal(String text) {
    boolean isLegal = text.codePoints().noneMatch(c -> c < ' ' && "\t\n\r".indexOf(c) < 0);
    if (!isLegal) {
      throw new ExportException(
          "a name or a category has a control character, which XML does not have");
    }
    return text;
  }
}
