package org.sqlflow.magic;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.sqlflow.database.AccessDeniedException;
import org.sqlflow.database.DataSource;
import org.sqlflow.database.Database;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.database.session.Databases;
import org.sqlflow.database.session.Drivers;
import org.sqlflow.database.spi.SqlText;
import org.sqlflow.engine.Engines;
import org.sqlflow.models.Estimators;
import org.sqlflow.report.Output;
import org.sqlflow.statements.Workspace;
import org.sqlflow.store.ModelStore;
import org.sqlflow.syntax.LexicalRules;
import org.sqlflow.text.NearestName;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * The databases of a session. Cells work on one of them; the others stay connected, each under its
 * alias. Used by one thread at a time; only {@link #cancel}, {@link #rules} and {@link #aliases}
 * may come from others.
 */
final class Connections implements AutoCloseable {
  /** The alias of the database that the environment chooses. */
  static final String DEFAULT = "default";

  private static final String MODELS = "models in ";

  private final Map<String, String> environment;
  private final Path folder;
  private final Estimators estimators;
  private final Engines engines = Engines.installed();
  private final Map<String, DataSource> sources = new ConcurrentSkipListMap<>();
  private final Map<String, Workspace> open = new LinkedHashMap<>();

  /** By the name of a connection, the other database that holds its models. */
  private final Map<String, DataSource> modelSources = new LinkedHashMap<>();

  private volatile Optional<Workspace> used = Optional.empty();
  private volatile Optional<Drivers> drivers = Optional.empty();
  private volatile Optional<Reading> lastReading = Optional.empty();
  private volatile String current = DEFAULT;
  private final SavedConnections saved;
  private final Optional<String> connect;

  /** The aliases that were given in this session; they take precedence over those of files. */
  private final Set<String> named = ConcurrentHashMap.newKeySet();

  private final FileSharing sharing;
  private final FileTurns turns;

  /**
   * Creates the connections of a session; nothing is connected yet.
   *
   * @param connect what an option of the program names instead of the environment
   * @param sharing for files that another process may hold
   * @param cancelled whether the user stopped the cell that waits for a connection
   */
  Connections(
      Map<String, String> environment,
      Path folder,
      Optional<String> connect,
      Estimators estimators,
      FileSharing sharing,
      BooleanSupplier cancelled) {
    this.environment = environment;
    this.folder = folder;
    this.connect = connect;
    this.estimators = estimators;
    this.saved = new SavedConnections(folder, environment);
    this.sharing = sharing;
    this.turns = new FileTurns(sharing, cancelled);
  }

  /**
   * The workspace of the database in use; connects if needed, and again after a lost connection.
   */
  Workspace current(CellListener listener) {
    return current(listener, true);
  }

  private Workspace current(CellListener listener, boolean asksForFile) {
    Workspace workspace =
        withModels(current, use(current, source(), listener, asksForFile), listener, asksForFile);
    used = Optional.of(workspace);
    return workspace;
  }

  /** From now on stores the models of the current connection in another database. */
  void keepModels(String written, Variables variables, CellListener listener) {
    DataSource source = known(written).orElseGet(() -> parse(written, variables));
    Workspace workspace = current(listener);
    Database database = use(modelsName(source), source, listener, true).database();
    if (!database.storesModels()) {
      throw new MagicException(
          database.source()
              + " cannot store models: name another database, such as duckdb://models.duckdb");
    }
    modelSources.put(current, source);
    used = Optional.of(withModels(current, workspace, listener, true));
    listener.output(new Output.Note(List.of("Models are kept in " + source)));
  }

  /** The workspace with its models, which may be stored in another database than the tables. */
  private Workspace withModels(
      String name, Workspace workspace, CellListener listener, boolean asksForFile) {
    Optional<DataSource> chosen = Optional.ofNullable(modelSources.get(name));
    if (chosen.isEmpty() && workspace.database().storesModels()) {
      return workspace;
    }
    DataSource source = chosen.orElseGet(() -> DataSource.inFolder(folder));
    Database models = use(modelsName(source), source, listener, asksForFile).database();
    return new Workspace(
        workspace.database(),
        storeIn(models),
        workspace.estimators(),
        workspace.engines(),
        workspace.folder());
  }

  private ModelStore storeIn(Database database) {
    return new ModelStore(database, folder.resolve(ModelStore.KEPT));
  }

  /**
   * The name of a connection that only holds models. It cannot be an alias, since it has spaces.
   */
  private static String modelsName(DataSource source) {
    return MODELS + source;
  }

  /**
   * The current workspace, unless that needs a new connection to a server, a new file, or a file
   * that another process holds.
   */
  Optional<Workspace> currentIfOpen() {
    Workspace workspace = open.get(current);
    boolean isAvailable =
        workspace != null
            ? !workspace.database().isLost() && !workspace.database().isReleased()
            : source().file().filter(Files::exists).isPresent();
    return isAvailable ? Optional.of(current(CellListener.SILENT, false)) : Optional.empty();
  }

  /**
   * Closes all connections to a file, so that another process can open it; the next cell opens it
   * again.
   *
   * @return what would be lost with a connection, in which case all stay open; empty if they were
   *     closed
   */
  Optional<String> release(Path file) {
    List<Database> holding =
        open.values().stream()
            .map(Workspace::database)
            .filter(database -> database.source().file().filter(own -> same(own, file)).isPresent())
            .filter(database -> !database.isReleased() && !database.isLost())
            .toList();
    Optional<String> loss =
        holding.stream().flatMap(database -> database.lossOnRelease().stream()).findFirst();
    if (loss.isEmpty()) {
      sharing.withdraw(file);
      holding.forEach(Database::release);
    }
    return loss;
  }

  /**
   * Connects and switches to that database. If it fails, the previous one stays in use.
   *
   * @param written a URL, in which {@code ${name}} is a variable, an alias, or the name of a saved
   *     connection
   */
  void connect(String written, Optional<String> alias, Variables variables, CellListener listener) {
    Optional<DataSource> known = known(written);
    DataSource source = known.orElseGet(() -> parse(written, variables));
    String name = alias.orElseGet(() -> known.map(unused -> written).orElseGet(source::toString));
    Workspace workspace = withModels(name, use(name, source, listener, true), listener, true);
    current = name;
    alias.ifPresent(named::add);
    used = Optional.of(workspace);
    listener.output(
        new Output.Note(
            List.of(
                "Connected to "
                    + workspace.database().source()
                    + " ("
                    + workspace.database().product()
                    + ")")));
  }

  /**
   * The database that a name means: the default one, an alias of the session, or a saved
   * connection.
   */
  private Optional<DataSource> known(String written) {
    if (written.equals(DEFAULT) || named.contains(written)) {
      return Optional.of(sourceOf(written));
    }
    return saved
        .find(written)
        .map(connection -> connection.source(folder))
        .or(() -> Optional.ofNullable(sources.get(written)));
  }

  private DataSource parse(String written, Variables variables) {
    if (!written.contains(":")) {
      throw new MagicException(
          "no connection "
              + written
              + "; "
              + NearestName.question(written, aliases())
                  .orElse("the connections are " + String.join(", ", aliases()) + ".")
              + (written.matches(".+\\.(?:duckdb|db|ddb)")
                  ? " The URL of a file is duckdb://" + written
                  : " To connect to another database, give its URL, such as"
                      + " postgresql://user@host/database, or save it in "
                      + SavedConnections.FILE));
    }
    return DataSource.parse(
        written, folder, part -> Substitution.within(part, variables, environment));
  }

  private Workspace use(
      String name, DataSource source, CellListener listener, boolean asksForFile) {
    Workspace earlier = open.get(name);
    boolean same = earlier != null && source.equals(sources.get(name));
    if (same && earlier.database().isReleased()) {
      turns.opened(
          source,
          () -> {
            earlier.database().reconnect();
            return earlier.database();
          },
          listener,
          asksForFile);
      return earlier;
    }
    if (same && !earlier.database().isLost()) {
      return earlier;
    }
    // The lost connection's source has the password that the user entered.
    DataSource complete = same ? earlier.database().source() : withPassword(source);
    if (same) {
      close(earlier); // a database file opens again only when nothing holds it
    }
    Database database =
        turns.opened(complete, () -> database(complete, listener), listener, asksForFile);
    Workspace workspace = new Workspace(database, storeIn(database), estimators, engines, folder);
    sources.put(name, source);
    open.put(name, workspace);
    if (earlier != null && !same) {
      close(earlier);
    }
    if (same) {
      listener.notice("Reconnected to " + source);
    }
    return workspace;
  }

  /** Adds the drivers and dialects of further jars, for later connections. */
  void addJars(List<Path> jars) {
    drivers = Optional.of(drivers.orElseGet(() -> Drivers.in(environment)).and(jars));
  }

  private Database database(DataSource source, CellListener listener) {
    if (drivers.isEmpty()) {
      drivers = Optional.of(Drivers.in(environment));
    }
    try {
      return Databases.connect(source, drivers.get());
    } catch (AccessDeniedException denied) {
      if (source.password().isPresent()) {
        throw denied;
      }
      String wanted = source.takesToken() ? "Token for " : "Password for ";
      String password =
          listener
              .password(wanted + source + ": ")
              .orElseThrow(() -> new MagicException(withoutQuestion(denied, source), denied));
      return Databases.connect(source.withPassword(password), drivers.get());
    }
  }

  /** Spark's own message already says where its token belongs. */
  private static String withoutQuestion(AccessDeniedException denied, DataSource source) {
    return source.takesToken()
        ? denied.getMessage() + ". This front end can't ask for a token"
        : denied.getMessage()
            + ". Set "
            + DataSource.PASSWORD
            + " in the environment of the kernel and restart it, or name another variable in the"
            + " URL: postgresql://user:${NAME}@host/database. This front end can't ask for a"
            + " password";
  }

  private DataSource withPassword(DataSource source) {
    String password = environment.getOrDefault(DataSource.PASSWORD, "");
    boolean lacks = source.user().isPresent() && source.password().isEmpty();
    return lacks && !password.isEmpty() ? source.withPassword(password) : source;
  }

  private DataSource source() {
    return sourceOf(current);
  }

  private DataSource sourceOf(String name) {
    return sources.computeIfAbsent(name, unused -> chosen());
  }

  private DataSource chosen() {
    String chosen = connect.orElseGet(() -> environment.getOrDefault(DataSource.VARIABLE, ""));
    try {
      if (chosen.isBlank()) {
        return DataSource.inFolder(folder);
      }
      return chosen.contains(":")
          ? DataSource.parse(
              chosen, folder, part -> Substitution.within(part, Variables.NONE, environment))
          : saved
              .find(chosen)
              .map(connection -> connection.source(folder))
              .orElseGet(() -> parse(chosen, Variables.NONE));
    } catch (DatabaseException | MagicException error) {
      String by = connect.isPresent() ? "--connect" : DataSource.VARIABLE;
      throw new DatabaseException(by + ": " + error.getMessage(), error);
    }
  }

  /** The names that {@code --connect} knows. */
  List<String> aliases() {
    List<String> names = new ArrayList<>(List.of(DEFAULT));
    Stream.concat(sources.keySet().stream(), saved.names().stream())
        .filter(name -> !names.contains(name) && !name.startsWith(MODELS))
        .forEach(names::add);
    return names;
  }

  /** The connections as a table to show. */
  Table table() {
    BooleanColumn inUse = BooleanColumn.create("in use");
    StringColumn names = StringColumn.create("alias");
    StringColumn places = StringColumn.create("database");
    StringColumn products = StringColumn.create("product");
    for (String name : aliases()) {
      Optional<Database> database = Optional.ofNullable(open.get(name)).map(Workspace::database);
      inUse.append(name.equals(current));
      names.append(name);
      places.append(shown(name));
      products.append(database.map(Connections::state).orElse("not connected"));
    }
    return Table.create(inUse, names, places, products);
  }

  private String shown(String name) {
    return Optional.ofNullable(sources.get(name))
        .map(DataSource::toString)
        .or(() -> saved.find(name).map(SavedConnection::shown))
        .orElseGet(() -> sourceOf(name).toString());
  }

  private static boolean same(Path one, Path other) {
    try {
      return Files.isSameFile(one, other);
    } catch (IOException gone) {
      return one.equals(other);
    }
  }

  private static String state(Database database) {
    return database.isLost()
        ? "connection lost"
        : database.isReleased() ? "released to another notebook" : database.product();
  }

  /**
   * How the database that a cell will use reads SQL. Does not connect. Can be called from any
   * thread.
   *
   * @param connect the value of the cell's {@code --connect}
   */
  LexicalRules rules(Optional<String> connect, Variables variables) {
    try {
      return rules(
          connect.isEmpty()
              ? source()
              : known(connect.get()).orElseGet(() -> parse(connect.get(), variables)));
    } catch (DatabaseException | MagicException wrong) { // connecting will say what is wrong
      return LexicalRules.STANDARD;
    }
  }

  /** The rules of the current connection with its actual settings. Called on the cell's thread. */
  LexicalRules rulesNow() {
    LexicalRules rules = rules(source());
    return new LexicalRules(
        used.orElseThrow().database().backslashEscapes(),
        rules.nestedComments(),
        rules.hashComments(),
        rules.spacedDashes(),
        rules.dollarStrings());
  }

  /** The source of the database in use, if there is one. */
  Optional<DataSource> sourceInUse() {
    return used.map(workspace -> workspace.database().source());
  }

  /** How the database in use writes SQL. */
  SqlText textNow() {
    return Databases.text(source(), drivers.orElse(Drivers.SHIPPED));
  }

  /** How SQL is read for a data source with the default settings of its database. */
  private record Reading(DataSource source, Drivers drivers, LexicalRules rules) {
    static Reading of(DataSource source, Drivers drivers) {
      SqlText text = Databases.text(source, drivers);
      return new Reading(
          source,
          drivers,
          new LexicalRules(
              text.backslashEscapes(),
              text.nestsComments(),
              text.hashComments(),
              text.spacedDashes(),
              text.dollarStrings()));
    }
  }

  /** Remembers the last source, since every cell asks, and every keystroke in one. */
  private LexicalRules rules(DataSource source) {
    Drivers with = drivers.orElse(Drivers.SHIPPED);
    Reading reading =
        lastReading
            .filter(last -> last.source().equals(source) && last.drivers().equals(with))
            .orElseGet(() -> Reading.of(source, with));
    lastReading = Optional.of(reading);
    return reading.rules();
  }

  /** Stops the running statement, if any. Can be called from any thread. */
  void cancel() {
    used.map(Workspace::database).ifPresent(Database::cancel);
  }

  @Override
  public void close() {
    used = Optional.empty();
    open.values().forEach(this::close);
    open.clear();
  }

  private void close(Workspace workspace) {
    workspace.database().source().file().ifPresent(sharing::withdraw);
    try {
      workspace.database().close();
    } catch (DatabaseException gone) {
      // A lost connection is closed.
    }
  }
}
