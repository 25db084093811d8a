package org.sqlflow.magic;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The connections in files: {@code connections.ini} in the notebook's folder, then the one in the
 * user's configuration folder. They have the format of JupySQL, without secrets. Files are read at
 * each request, so that changes take effect at once. Safe for use by several threads.
 */
final class SavedConnections {
  static final String FILE = "connections.ini";

  /** The section whose entries are the defaults for all others. */
  private static final String DEFAULTS = "DEFAULT";

  private final Path folder;
  private final Map<String, String> environment;

  /**
   * The files that a notebook sees.
   *
   * @param environment also holds the values of {@code ${NAME}}
   */
  SavedConnections(Path folder, Map<String, String> environment) {
    this.folder = folder;
    this.environment = environment;
  }

  /** Their names, those of the notebook's folder first. A file with an error is left out. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    for (Path file : files()) {
      try {
        read(file).keySet().stream().filter(name -> !names.contains(name)).forEach(names::add);
      } catch (MagicException unreadable) {
        // Connecting says what is wrong.
      }
    }
    return names;
  }

  /**
   * Finds a connection by its name.
   *
   * @throws MagicException if a file can't be read
   */
  Optional<SavedConnection> find(String name) {
    return files().stream()
        .map(file -> Optional.ofNullable(read(file).get(name)))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private List<Path> files() {
    return Stream.of(Optional.of(folder.resolve(FILE)), usersFile())
        .flatMap(Optional::stream)
        .filter(Files::isRegularFile)
        .toList();
  }

  private Optional<Path> usersFile() {
    Optional<Path> home =
        variable("HOME").or(() -> variable("USERPROFILE")).map(path -> path.resolve(".config"));
    return variable("XDG_CONFIG_HOME")
        .or(() -> variable("APPDATA"))
        .or(() -> home)
        .map(settings -> settings.resolve("sqlflow").resolve(FILE));
  }

  private Optional<Path> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(v -> !v.isBlank()).map(Path::of);
  }

  /** Reads a file like Python's configparser, as far as JupySQL's files need it. */
  private Map<String, SavedConnection> read(Path file) {
    String shown = file.startsWith(folder) ? FILE : file.toString();
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (CharacterCodingException notText) {
      throw new MagicException(
          shown + " is not a text in UTF-8: save it in that encoding", notText);
    } catch (IOException unreadable) {
      throw new MagicException("can't read " + shown + ": " + unreadable, unreadable);
    }
    Map<String, Map<String, SavedConnection.Entry>> sections = new LinkedHashMap<>();
    Optional<String> section = Optional.empty();
    for (int i = 0; i < lines.size(); i++) {
      String line = (i == 0 ? lines.get(i).replace("\ufeff", "") : lines.get(i)).strip();
      int assigned = firstOf(line, '=', ':');
      if (line.startsWith("[") && line.endsWith("]")) {
        section = Optional.of(line.substring(1, line.length() - 1).strip());
        sections.putIfAbsent(section.get(), new LinkedHashMap<>());
      } else if (!line.isEmpty() && !line.startsWith("#") && !line.startsWith(";")) {
        if (section.isEmpty() || assigned < 1) {
          throw new MagicException(
              shown + ", line " + (i + 1) + ": expected [name], or key = value below it");
        }
        String key = line.substring(0, assigned).strip().toLowerCase(Locale.ROOT);
        String value = line.substring(assigned + 1).strip();
        sections.get(section.get()).put(key, new SavedConnection.Entry(value, i + 1));
      }
    }
    Map<String, SavedConnection.Entry> defaults =
        Optional.ofNullable(sections.remove(DEFAULTS)).orElse(Map.of());
    Map<String, SavedConnection> connections = new LinkedHashMap<>();
    sections.forEach(
        (name, entries) -> {
          Map<String, SavedConnection.Entry> all = new LinkedHashMap<>(defaults);
          all.putAll(entries);
          connections.put(name, new SavedConnection(shown, name, all, environment));
        });
    return connections;
  }

  private static int firstOf(String line, char one, char other) {
    int at = 0;
    while (at < line.length() && line.charAt(at) != one && line.charAt(at) != other) {
      at++;
    }
    return at == line.length() ? -1 : at;
  }
}
