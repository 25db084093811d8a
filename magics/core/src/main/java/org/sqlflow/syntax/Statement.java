package org.sqlflow.syntax;

import java.util.List;
import java.util.Optional;

/** One statement of a cell. */
public sealed interface Statement {
  /** The statement as written, without the semicolon after it; comments in front belong to it. */
  String text();

  /** Where the statement starts in the cell. */
  Position position();

  /** Calls the method of a visitor for this kind of statement. */
  <R> R accept(Visitor<R> visitor);

  /**
   * Something to do with each kind of statement. A new kind adds a method, and the compiler names
   * what must handle it.
   */
  interface Visitor<R> {
    R visit(StandardSql statement);

    R visit(Train statement);

    R visit(Predict statement);

    R visit(Evaluate statement);

    R visit(Explain statement);

    R visit(Describe statement);

    R visit(ShowTrain statement);

    R visit(ShowModels statement);

    R visit(DropModel statement);

    R visit(DescribeModel statement);

    R visit(DescribeType statement);

    R visit(Retrain statement);

    R visit(Compare statement);

    R visit(Monitor statement);

    R visit(ShowVersions statement);

    R visit(SetDefaultVersion statement);

    R visit(NameGroups statement);

    R visit(ExportModel statement);

    R visit(ImportModel statement);
  }

  /** SQL that the database runs unchanged, with its comments. */
  record StandardSql(String text, Position position) implements Statement {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** A query and what to do with its rows. */
  sealed interface Extended extends Statement {
    /** The query in front of TO. */
    StandardSql query();

    /** The same statement on other rows; its text stays as it was written. */
    Extended on(StandardSql other);
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
      implements Extended {
    /**
     * The same statement with another text, such as the cell's before its variables were filled in.
     */
    public Train as(String written) {
      return new Train(
          written, position, query, estimator, attributes, columns, label, using, into);
    }

    @Override
    public Train on(StandardSql other) {
      return new Train(text, position, other, estimator, attributes, columns, label, using, into);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** TO PREDICT: the table's name has one to three parts. */
  record Predict(
      String text,
      Position position,
      StandardSql query,
      List<Name> table,
      Name column,
      List<Attribute> attributes,
      Name using)
      implements Extended {
    @Override
    public Predict on(StandardSql other) {
      return new Predict(text, position, other, table, column, attributes, using);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** TO EVALUATE: the table of INTO has one to three parts, or none without INTO. */
  record Evaluate(
      String text,
      Position position,
      StandardSql query,
      Name model,
      List<Attribute> attributes,
      Optional<Name> label,
      List<Name> into)
      implements Extended {
    @Override
    public Evaluate on(StandardSql other) {
      return new Evaluate(text, position, other, model, attributes, label, into);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * TO EXPLAIN: the table of INTO has one to three parts, or none without INTO.
   *
   * @param columns what to look at beside the features, without FOR
   * @param using the explainer
   */
  record Explain(
      String text,
      Position position,
      StandardSql query,
      Name model,
      List<Attribute> attributes,
      Optional<ColumnClause> columns,
      Optional<Name> using,
      List<Name> into)
      implements Extended {
    @Override
    public Explain on(StandardSql other) {
      return new Explain(text, position, other, model, attributes, columns, using, into);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** TO DESCRIBE: the table of INTO has one to three parts, or none without INTO. */
  record Describe(String text, Position position, StandardSql query, List<Name> into)
      implements Extended {
    @Override
    public Describe on(StandardSql other) {
      return new Describe(text, position, other, into);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * TO RETRAIN: the model's own statement on new rows.
   *
   * @param attributes that change or add to those of the model's statement
   * @param into the name to store it under; the model's own without INTO
   */
  record Retrain(
      String text,
      Position position,
      StandardSql query,
      Name model,
      List<Attribute> attributes,
      Optional<Name> into)
      implements Extended {
    /** The same statement with another text; see {@link Train#as}. */
    public Retrain as(String written) {
      return new Retrain(written, position, query, model, attributes, into);
    }

    @Override
    public Retrain on(StandardSql other) {
      return new Retrain(text, position, other, model, attributes, into);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** TO COMPARE: the table of INTO has one to three parts, or none without INTO. */
  record Compare(
      String text, Position position, StandardSql query, Name model, Name second, List<Name> into)
      implements Extended {
    @Override
    public Compare on(StandardSql other) {
      return new Compare(text, position, other, model, second, into);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** TO MONITOR: the table of INTO has one to three parts, or none without INTO. */
  record Monitor(
      String text,
      Position position,
      StandardSql query,
      Name model,
      List<Attribute> attributes,
      List<Name> into)
      implements Extended {
    @Override
    public Monitor on(StandardSql other) {
      return new Monitor(text, position, other, model, attributes, into);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** SHOW TRAIN. */
  record ShowTrain(String text, Position position, Name model) implements Statement {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** SHOW MODELS. */
  record ShowModels(String text, Position position) implements Statement {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** SHOW VERSIONS IN MODEL. */
  record ShowVersions(String text, Position position, Name model) implements Statement {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * ALTER MODEL … SET DEFAULT_VERSION.
   *
   * @param version the number of the version
   */
  record SetDefaultVersion(String text, Position position, Name model, Value.Whole version)
      implements Statement {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** DROP MODEL. */
  record DropModel(String text, Position position, Name model, boolean ifExists)
      implements Statement {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** DESCRIBE MODEL. */
  record DescribeModel(String text, Position position, Name model) implements Statement {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** DESCRIBE MODEL TYPE: an estimator's attributes. */
  record DescribeType(String text, Position position, Name estimator) implements Statement {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * EXPORT MODEL: writes a model to a file.
   *
   * @param path the file, whose ending says what it becomes
   */
  record ExportModel(String text, Position position, Name model, Value.Text path)
      implements Statement {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * IMPORT MODEL: stores the model of a file in the database.
   *
   * @param path the file
   * @param as the name to store it under; the file's own name for it without AS
   */
  record ImportModel(String text, Position position, Value.Text path, Optional<Name> as)
      implements Statement {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** ALTER MODEL … NAME GROUPS. */
  record NameGroups(String text, Position position, Name model, List<GroupName> names)
      implements Statement {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * One {@code number = 'name'} of NAME GROUPS.
   *
   * @param place where the number is
   * @param name empty for NULL, which takes a name away
   * @param namePlace where the name is
   */
  record GroupName(int number, Position place, Optional<String> name, Position namePlace) {}

  /** One {@code name = value} of WITH; the name keeps its dots. */
  record Attribute(Name name, Value value) {}

  /** One COLUMN clause, with the target of its FOR. */
  record ColumnClause(List<ColumnEntry> entries, Optional<Name> target, Position position) {}
}
