package org.sqlflow.database.session;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.OutputColumn;
import org.sqlflow.data.RowSource;
import org.sqlflow.data.Schema;
import org.sqlflow.database.Answer;
import org.sqlflow.database.DataSource;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.database.ExpressionText;
import org.sqlflow.database.OutputTable;
import org.sqlflow.database.QueryTable;
import org.sqlflow.database.RowFunction;
import org.sqlflow.database.RowLimit;
import org.sqlflow.database.StoredTable;
import org.sqlflow.database.StoredTypes;
import org.sqlflow.database.TableName;
import org.sqlflow.database.TransactionState;
import org.sqlflow.database.spi.Dialect;
import org.sqlflow.database.spi.DialectProvider;
import org.sqlflow.database.spi.Restoration;
import org.sqlflow.database.spi.Session;
import org.sqlflow.database.spi.SqlText;
import org.sqlflow.database.spi.Transaction;

/** A database by JDBC. Notices when its connection is lost, and can be cancelled. */
final class JdbcSession implements Session {
  private static final String FULL =
      ". The disk of the database is full: free space there, then run the statement again";

  private final Connector connector;
  private final RunningStatement running = new RunningStatement();
  private volatile Dialect dialect;
  private Connection connection;
  private Optional<DatabaseFile> file = Optional.empty();
  private volatile boolean lost;

  /**
   * Whether it is certain that no transaction is open: the database said so, and no later statement
   * can have begun one.
   */
  private volatile boolean noneBegan;

  private final List<Connection> others = new ArrayList<>();
  private Optional<Restoration> released = Optional.empty();

  private JdbcSession(Connector connector) {
    this.connector = connector;
    this.dialect = connector.provider().create();
  }

  static JdbcSession open(DataSource source, Drivers drivers, DialectProvider provider) {
    Connector connector = new Connector(source, drivers, provider);
    connector.checkDriver();
    JdbcSession session = new JdbcSession(connector);
    session.open();
    return session;
  }

  private void open() {
    try {
      connection = connector.connect(dialect);
    } catch (SQLException error) {
      throw dialect.errors().unreachable(error, source());
    }
    try {
      prepare();
    } catch (RuntimeException error) {
      try {
        connection.close();
      } catch (SQLException further) {
        error.addSuppressed(further);
      }
      throw error;
    }
  }

  private void prepare() {
    try {
      dialect = dialect.adapted(connection);
      file = DatabaseFile.of(source().file());
    } catch (SQLException error) {
      throw dialect.errors().unreachable(error, source());
    }
    dialect.settings().forEach(this::run);
  }

  @Override
  public void reconnect() {
    try {
      connection.close(); // an embedded database opens only when nothing holds its file
    } catch (SQLException gone) {
      // A lost connection has nothing to close.
    }
    lost = true;
    noneBegan = false;
    dialect = connector.provider().create();
    open();
    lost = false;
    released.ifPresent(restoration -> restoration.apply(this));
    released = Optional.empty();
  }

  @Override
  public Optional<String> lossOnRelease() {
    others.removeIf(Connector::isClosed);
    return others.isEmpty()
        ? dialect.lossOnRelease(this)
        : Optional.of("a connection that Java code opened");
  }

  @Override
  public void release() {
    Restoration restoration = dialect.restoration(this);
    close();
    released = Optional.of(restoration);
  }

  @Override
  public boolean isReleased() {
    return released.isPresent();
  }

  @Override
  public DataSource source() {
    return connector.source();
  }

  @Override
  public Connection connection() {
    return connection;
  }

  @Override
  public Dialect dialect() {
    return dialect;
  }

  /** A question to the driver. */
  @FunctionalInterface
  interface Question<T> {
    T ask() throws SQLException;
  }

  <T> T asked(Question<T> question) {
    try {
      return question.ask();
    } catch (SQLException error) {
      throw refused(error, "");
    }
  }

  @Override
  public String product() {
    return asked(
        () -> {
          DatabaseMetaData meta = connection.getMetaData();
          return meta.getDatabaseProductName() + " " + meta.getDatabaseProductVersion();
        });
  }

  @Override
  public boolean isLost() {
    return lost;
  }

  @Override
  public String folded(String name) {
    return dialect.text().folded(name);
  }

  @Override
  public String quote(String name) {
    return dialect.text().quote(name);
  }

  @Override
  public ExpressionText expressions() {
    return dialect.text();
  }

  @Override
  public String number(String text) {
    return dialect.text().number(text);
  }

  @Override
  public boolean readsFiles() {
    return dialect.text().readsFiles();
  }

  @Override
  public boolean backslashEscapes() {
    return asked(() -> dialect.text().backslashEscapes(connection));
  }

  @Override
  public boolean nestsComments() {
    return dialect.text().nestsComments();
  }

  @Override
  public StoredTypes storedTypes() {
    return dialect.types().stored();
  }

  @Override
  public OptionalLong fewestRowsToScore(long terms) {
    return dialect.fewestRowsToScore(terms);
  }

  @Override
  public void create(List<String> target, String query, boolean predicted) {
    dialect.publishing().create(this, target, query, predicted);
  }

  @Override
  public boolean trainsRows() {
    return dialect.trainsRows();
  }

  @Override
  public void keep(String name, String query) {
    dialect.keep(this, name, query);
  }

  @Override
  public void keepShuffled(String name, String query, int mostPartitions, long seed) {
    dialect.keepShuffled(this, name, query, mostPartitions, seed);
  }

  @Override
  public List<byte[]> onPartitions(String select, Function<Iterator<float[]>, byte[]> work) {
    return dialect.onPartitions(this, select, work);
  }

  @Override
  public Optional<String> obstacleToWork() {
    return dialect.obstacleToWork(this);
  }

  @Override
  public void drop(String name) {
    dialect.drop(this, name);
  }

  @Override
  public boolean storesModels() {
    return dialect.storesModels();
  }

  @Override
  public boolean samplesRows() {
    return dialect.samplesRows();
  }

  @Override
  public OptionalLong maxStatementBytes() {
    return asked(() -> dialect.maxStatementBytes(connection));
  }

  @Override
  public TransactionState transaction() {
    return lost ? TransactionState.NONE : asked(this::state);
  }

  private TransactionState state() throws SQLException {
    if (noneBegan && connection.getAutoCommit()) {
      return TransactionState.NONE;
    }
    TransactionState state = dialect.transaction(connection);
    noneBegan = state == TransactionState.NONE;
    return state;
  }

  @Override
  public Answer execute(String sql) {
    return new Answers(this).all(sql);
  }

  @Override
  public Answer executeFirst(String query, int rows) {
    return new Answers(this).first(query, rows);
  }

  @Override
  public Answer executeInParts(String query, int rows, Consumer<QueryTable> parts) {
    return new Answers(this).inParts(query, rows, parts);
  }

  @Override
  public void run(String sql) {
    call(sql, statement -> statement.execute(sql));
  }

  @Override
  public long update(String sql, List<?> parameters) {
    return this.<Integer>prepared(sql, parameters, PreparedStatement::executeUpdate);
  }

  @Override
  public void replace(String table, List<String> columns, List<?> values) {
    Optional<String> replacement = dialect.text().replacement(table, columns);
    if (replacement.isPresent()) {
      update(replacement.get(), values);
      return;
    }
    atomically(
        () -> {
          String key = columns.get(0) + " = ?";
          update("DELETE FROM " + table + " WHERE " + key, values.subList(0, 1));
          update(SqlText.insertion("INSERT INTO", table, columns), values);
        });
  }

  @Override
  public void atomically(Runnable work) {
    try (Transaction transaction = begin()) {
      work.run();
      transaction.commit();
    }
  }

  @Override
  public List<List<Object>> rows(String sql, List<?> parameters) {
    return prepared(
        sql,
        parameters,
        statement -> {
          try (ResultSet rows = statement.executeQuery()) {
            return ResultRows.all(rows);
          }
        });
  }

  @Override
  public Schema describe(String query) {
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      return ResultRows.schema(statement.getMetaData(), dialect.types());
    } catch (SQLException error) {
      throw refused(error, query);
    }
  }

  @Override
  public RowSource read(String query, List<ColumnRead> reads, RowLimit limit) {
    return dialect
        .read(this, query, reads, limit)
        .orElseGet(() -> new CursorRows(this, query, reads, limit));
  }

  @Override
  public boolean callsJava() {
    return dialect.callsJava();
  }

  @Override
  public void register(RowFunction function) {
    asked(
        () -> {
          dialect.register(connection, function);
          return true;
        });
  }

  @Override
  public long count(String query) {
    String head = "SELECT count(*) FROM (";
    String sql = head + query + SqlText.AS_SOURCE;
    try {
      return ((Number) rows(sql, List.of()).get(0).get(0)).longValue();
    } catch (DatabaseException error) {
      throw error.within(head.length(), query.length());
    }
  }

  @Override
  public OutputTable output(String query, List<String> target, List<OutputColumn> added) {
    return dialect.publishing().output(this, query, target, added);
  }

  @Override
  public OutputTable extend(StoredTable table, List<ColumnRead> reads, List<OutputColumn> added) {
    return dialect.publishing().extend(this, table, reads, added);
  }

  @Override
  public void view(List<String> target, String query, List<OutputColumn> predictions) {
    dialect.publishing().view(this, target, query, predictions);
  }

  @Override
  public List<String> lostByExtending(StoredTable table) {
    return dialect.publishing().lostByExtending(this, table);
  }

  @Override
  public Optional<StoredTable> table(List<String> parts) {
    return dialect.catalogue().table(this, parts);
  }

  @Override
  public void write(List<String> target, QueryTable rows) {
    dialect.publishing().write(this, target, rows);
  }

  @Override
  public void writeTemporary(String name, QueryTable rows) {
    dialect.publishing().writeTemporary(this, name, rows);
  }

  @Override
  public void dropTemporary(String name) {
    dialect.publishing().dropTemporary(this, name);
  }

  @Override
  public boolean hasSchema(List<String> parts) {
    return dialect.catalogue().hasSchema(this, parts);
  }

  @Override
  public boolean hasTable(String name) {
    return dialect.catalogue().hasTable(this, name);
  }

  @Override
  public List<TableName> tables() {
    return dialect.catalogue().tables(this);
  }

  @Override
  public List<String> functions() {
    return dialect.catalogue().functions(this);
  }

  @Override
  public Connection another() {
    return asked(
        () -> {
          Optional<Connection> own = dialect.another(connection);
          Connection another = own.isPresent() ? own.get() : connector.connect(dialect);
          others.removeIf(Connector::isClosed);
          others.add(another);
          return another;
        });
  }

  @Override
  public boolean inTransaction() {
    return asked(() -> !connection.getAutoCommit() || state() != TransactionState.NONE);
  }

  @Override
  public Transaction begin() {
    return JdbcTransaction.begin(this);
  }

  @Override
  public Transaction beginForTables() {
    return dialect.isTransactional() ? begin() : JdbcTransaction.none(this);
  }

  @Override
  public <T> T call(String sql, Work<Statement, T> work) {
    noneBegan &= !dialect.canBegin(sql);
    file.ifPresent(opened -> opened.checkPresent(sql));
    try (Statement statement = connection.createStatement()) {
      return running.tracked(statement, work);
    } catch (SQLException error) {
      throw refused(error, sql);
    }
  }

  @Override
  public <T> T prepared(String sql, List<?> parameters, Work<PreparedStatement, T> work) {
    noneBegan &= !dialect.canBegin(sql);
    file.ifPresent(opened -> opened.checkPresent(sql));
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      ResultRows.bind(statement, parameters);
      return running.tracked(statement, work);
    } catch (SQLException error) {
      throw refused(error, sql);
    }
  }

  @Override
  public void cancel() {
    running.cancel(dialect);
  }

  @Override
  public void checkCancelled() {
    running.checkCancelled();
  }

  @Override
  public DatabaseException refused(SQLException error, String sql) {
    String room = dialect.errors().isFull(error) ? FULL : "";
    if (!lost && !dialect.errors().isLost(error) && !Connector.isClosed(connection)) {
      return dialect.errors().refused(error, sql).with(room);
    }
    lost = true;
    String message = dialect.errors().refused(error, sql).getMessage();
    return new DatabaseException(
        "the connection to "
            + source()
            + " was lost: "
            + source().redacted(message, dialect.errors().hidesPasswords()).replaceFirst("\\.$", "")
            + room
            + ". What this statement wrote is complete or absent. The next cell connects again;"
            + " temporary tables are gone",
        error);
  }

  @Override
  public void close() {
    asked(
        () -> {
          connection.close();
          return true;
        });
  }
}
