package org.sqlflow.magic;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.sqlflow.database.AccessDeniedException;
import org.sqlflow.database.DataSource;
import org.sqlflow.database.Database;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.database.Drivers;
import org.sqlflow.models.Estimators;
import org.sqlflow.report.Output;
import org.sqlflow.statements.Workspace;
import org.sqlflow.store.ModelStore;
import org.sqlflow.syntax.NearestName;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * The databases of a session. Cells work on one of them; the others stay connected, each under its
 * alias. Used by one thread at a time; only {@link #cancel} may come from another.
 */
final class Connections implements AutoCloseable {
  /** The alias of the database that the environment chose. */
  static final String DEFAULT = "default";

  private final Map<String, String> environment;
  private final Path folder;
  private final Map<String, DataSource> sources = new ConcurrentSkipListMap<>();
  private final Map<String, Workspace> open = new LinkedHashMap<>();
  private volatile Optional<Workspace> used = Optional.empty();
  private Optional<Drivers> drivers = Optional.empty();
  private String current = DEFAULT;

  Connections(Map<String, String> environment, Path folder) {
    this.environment = environment;
    this.folder = folder;
  }

  /** The workspace of the database in use; connects if need be, and again if it was lost. */
  Workspace current(CellListener listener) {
    Workspace workspace = use(current, source(), listener);
    used = Optional.of(workspace);
    return workspace;
  }

  /** The same where that needs no new database and no server. */
  Optional<Workspace> whatIsThere() {
    Workspace workspace = open.get(current);
    boolean there =
        workspace != null
            ? !workspace.database().isLost()
            : source().file().filter(Files::exists).isPresent();
    return there ? Optional.of(current(CellListener.SILENT)) : Optional.empty();
  }

  /**
   * Connects, and from then on uses that database. If it fails, the one before stays in use.
   *
   * @param written a URL, in which {@code ${name}} stands for a variable, or an alias
   */
  void connect(String written, Optional<String> alias, Variables variables, CellListener listener) {
    boolean known = alias.isEmpty() && aliases().contains(written);
    DataSource source = known ? sourceOf(written) : parse(written, variables);
    String name = known ? written : alias.orElse(source.toString());
    Workspace workspace = use(name, source, listener);
    current = name;
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

  private DataSource parse(String written, Variables variables) {
    if (!written.contains(":")) {
      throw new MagicException(
          "no connection "
              + written
              + "; "
              + NearestName.question(written, aliases())
                  .orElse("there are " + String.join(", ", aliases()) + ".")
              + " A new one needs a URL, such as postgresql://user@host/database");
    }
    return DataSource.parse(
        written, folder, part -> Substitution.within(part, variables, environment));
  }

  private Workspace use(String name, DataSource source, CellListener listener) {
    Workspace earlier = open.get(name);
    boolean same = earlier != null && source.equals(sources.get(name));
    if (same && !earlier.database().isLost()) {
      return earlier;
    }
    // The password that was asked for is in the lost one's source.
    DataSource whole = same ? earlier.database().source() : withPassword(source);
    if (same) {
      close(earlier); // a database file that was lost opens only when nothing holds it
    }
    Database database = database(whole, listener);
    Workspace workspace = new Workspace(database, new ModelStore(database), Estimators.installed());
    sources.put(name, source);
    open.put(name, workspace);
    if (earlier != null && !same) {
      close(earlier);
    }
    if (same) {
      listener.output(new Output.Note(List.of("Connected to " + source + " again")));
    }
    return workspace;
  }

  private Database database(DataSource source, CellListener listener) {
    if (drivers.isEmpty()) {
      drivers = Optional.of(Drivers.in(environment));
    }
    try {
      return Database.connect(source, drivers.get());
    } catch (AccessDeniedException denied) {
      if (source.password().isPresent()) {
        throw denied;
      }
      String password =
          listener
              .password("Password for " + source + ": ")
              .orElseThrow(
                  () ->
                      new MagicException(
                          denied.getMessage()
                              + ". Set "
                              + DataSource.PASSWORD
                              + " in the kernel's environment, or name another variable in the URL:"
                              + " postgresql://user:${NAME}@host/database. This front end lets no"
                              + " cell ask for it",
                          denied));
      return Database.connect(source.withPassword(password), drivers.get());
    }
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
    if (!sources.containsKey(name)) {
      sources.put(name, chosen());
    }
    return sources.get(name);
  }

  private DataSource chosen() {
    String chosen = environment.getOrDefault(DataSource.VARIABLE, "");
    try {
      return chosen.isBlank()
          ? DataSource.inFolder(folder)
          : DataSource.parse(
              chosen, folder, part -> Substitution.within(part, Variables.NONE, environment));
    } catch (DatabaseException error) {
      throw new DatabaseException(DataSource.VARIABLE + ": " + error.getMessage(), error);
    }
  }

  /** The names that {@code --connect} knows. */
  List<String> aliases() {
    List<String> names = new ArrayList<>(List.of(DEFAULT));
    sources.keySet().stream().filter(name -> !name.equals(DEFAULT)).forEach(names::add);
    return names;
  }

  /** The connections, as a table for people. */
  Table table() {
    BooleanColumn inUse = BooleanColumn.create("in use");
    StringColumn names = StringColumn.create("alias");
    StringColumn places = StringColumn.create("database");
    StringColumn products = StringColumn.create("product");
    for (String name : aliases()) {
      Optional<Database> database = Optional.ofNullable(open.get(name)).map(Workspace::database);
      inUse.append(name.equals(current));
      names.append(name);
      places.append(sourceOf(name).toString());
      products.append(
          database.map(d -> d.isLost() ? "connection lost" : d.product()).orElse("not connected"));
    }
    return Table.create(inUse, names, places, products);
  }

  /** Stops the statement that runs, if any; from any thread. */
  void cancel() {
    used.map(Workspace::database).ifPresent(Database::cancel);
  }

  @Override
  public void close() {
    used = Optional.empty();
    open.values().forEach(Connections::close);
    open.clear();
  }

  private static void close(Workspace workspace) {
    try {
      workspace.database().close();
    } catch (DatabaseException gone) {
      // What was lost is closed.
    }
  }
}
