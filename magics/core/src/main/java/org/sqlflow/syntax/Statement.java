package org.sqlflow.syntax;

import java.util.List;
import java.util.Optional;

/** One statement of a cell. */
public sealed interface Statement {
  /** The statement as written, without the semicolon behind it; comments in front belong to it. */
  String text();

  /** Where the statement starts in the cell. */
  Position position();

  /** SQL that the database runs as it stands, with its comments. */
  record StandardSql(String text, Position position) implements Statement {}

  /** A query and what to do with its rows. */
  sealed interface Extended extends Statement {
    /** The query in front of TO. */
    StandardSql query();
  }

  /** TO TRAIN. */
  record Train(
      String text,
      Position position,
      StandardSql query,
      Name estimator,
      List<Attribute> attributes,
      List<ColumnClause> columns,
      Optional<Name> label,
      Optional<Name> using,
      Name into)
      implements Extended {}

  /** TO PREDICT: the table's name has one to three parts. */
  record Predict(
      String text,
      Position position,
      StandardSql query,
      List<Name> table,
      Name column,
      List<Attribute> attributes,
      Name using)
      implements Extended {}

  /** TO EVALUATE: the table of INTO has one to three parts, or none without INTO. */
  record Evaluate(
      String text,
      Position position,
      StandardSql query,
      Name model,
      List<Attribute> attributes,
      Optional<Name> label,
      List<Name> into)
      implements Extended {}

  /** TO EXPLAIN: the table of INTO has one to three parts, or none without INTO. */
  record Explain(
      String text,
      Position position,
      StandardSql query,
      Name model,
      List<Attribute> attributes,
      Optional<Name> using,
      List<Name> into)
      implements Extended {}

  /** SHOW TRAIN. */
  record ShowTrain(String text, Position position, Name model) implements Statement {}

  /** SHOW MODELS. */
  record ShowModels(String text, Position position) implements Statement {}

  /** DROP MODEL. */
  record DropModel(String text, Position position, Name model, boolean ifExists)
      implements Statement {}

  /** DESCRIBE MODEL. */
  record DescribeModel(String text, Position position, Name model) implements Statement {}

  /** DESCRIBE MODEL TYPE: an estimator's attributes. */
  record DescribeType(String text, Position position, Name estimator) implements Statement {}

  /** One {@code name = value} of WITH; the name keeps its dots. */
  record Attribute(Name name, Value value) {}

  /** One COLUMN clause, with the target of its FOR. */
  record ColumnClause(List<ColumnEntry> entries, Optional<Name> target, Position position) {}
}
