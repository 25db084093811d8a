package org.sqlflow.database.spark;

import java.lang.reflect.Array;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sqlflow.database.AccessDeniedException;
import org.sqlflow.database.DataSource;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.database.generic.GenericErrors;
import org.sqlflow.text.Text;

/** Spark's errors, with their positions in the SQL. */
final class SparkErrors extends GenericErrors {
  /** The SQLSTATE of errors whose message is SQLFlow's and says what to do. */
  private static final String SAID = "SF001";

  private static final String LOST = "08006";
  private static final String DENIED = "28000";
  private static final String WRITE_FAILED = "TASK_WRITE_FAILED";
  private static final String PARSE = "PARSE_SYNTAX_ERROR";

  /** Errors of DDL about something whose name is the first in the message. */
  private static final Set<String> OF_A_NAME =
      Set.of(
          "TABLE_OR_VIEW_NOT_FOUND",
          "TABLE_OR_VIEW_ALREADY_EXISTS",
          "SCHEMA_NOT_FOUND",
          "SCHEMA_ALREADY_EXISTS",
          "ROUTINE_NOT_FOUND");

  /** Parts of a message that users do not need: condition names and advice on Spark's settings. */
  private static final Pattern NOISE =
      Pattern.compile(
          "(?m)^\\[[A-Z0-9_.]+] | ?SQLSTATE: \\w{5}| If necessary set \"spark\\.[^\"]*\" to"
              + " \"[^\"]*\" to bypass this error\\.|^Search path: .*$|^If you did not qualify .*$"
              + "|^To tolerate the error on drop .*$");

  /** How Spark says that a result is too large for the server, of which there are several ways. */
  private static final Pattern TOO_LARGE =
      Pattern.compile("spark\\.driver\\.maxResultSize|TaskResultLost|spark\\.kryoserializer");

  private static final String FEWER =
      "the result is larger than the Connect server can pass on. Ask for fewer rows or columns, or"
          + " give the server more (spark.driver.memory, spark.driver.maxResultSize); a training"
          + " leaves its rows in the cluster WITH train.engine = cluster. Spark says: ";

  /** What went wrong when connecting, by the words of Spark's client, and what to do. */
  private static final Map<Pattern, String> ADVICE = advice();

  private static Map<Pattern, String> advice() {
    Map<Pattern, String> advice = new LinkedHashMap<>();
    advice.put(
        Pattern.compile("SslHandler|SSLHandshake|NotSslRecord"),
        "TLS fails there. If the server has no TLS, leave out use_ssl=true and the token, which"
            + " needs TLS; if it has, this Java must trust its certificate"
            + " (-Djavax.net.ssl.trustStore=… after java in the kernel's kernel.json)");
    advice.put(
        Pattern.compile("SETTINGS|http2|HTTP status|Network closed|UNIMPLEMENTED"),
        "what answers there is no Spark Connect server without TLS. Add /;use_ssl=true if it has"
            + " TLS, or correct the port: Spark's own is 15002 (7077 is its"
            + " master's, 4040 that of its pages)");
    advice.put(
        Pattern.compile("Invalid authentication token"),
        "the server does not know this token: correct the variable in the environment of the"
            + " kernel and restart the kernel");
    advice.put(
        Pattern.compile("UNAUTHENTICATED"),
        "the server wants a token that it knows: set one in the environment of the kernel and"
            + " connect with …/;token=${SPARK_TOKEN} to a port with TLS. Spark's own port has no"
            + " TLS: there a token can be used only on the same machine, as"
            + " sc://localhost:15002/;token=${SPARK_TOKEN}");
    return advice;
  }

  private static final Pattern NEAR =
      Pattern.compile("(?:Syntax error at or near|syntax error near) '((?:[^']|'')+)'");

  /** A part of a name as Spark's messages write it. */
  private static final String PART = "`(?:[^`]|``)+`";

  private static final Pattern NAME = Pattern.compile(PART + "(?:\\." + PART + ")*");

  /** An error with SQLFlow's message, which says what to do. */
  static SQLException said(String message) {
    return new SQLException(message, SAID);
  }

  /** An error of Spark with its position. */
  static final class Located extends SQLException {
    private static final long serialVersionUID = 1L;

    private final int codePoint;

    Located(String message, String state, int codePoint, Throwable cause) {
      super(message, state, cause);
      this.codePoint = codePoint;
    }

    /** The error for the SQL after {@code head}, which was put before it. */
    Located after(String head) {
      return new Located(
          getMessage(),
          getSQLState(),
          codePoint < 0 ? -1 : codePoint - head.codePointCount(0, head.length()),
          getCause());
    }
  }

  /** Converts an exception of Spark's client to an error of the database. */
  static SQLException of(Throwable thrown) {
    Throwable error = thrown;
    while (text(error, "getCondition").equals(WRITE_FAILED) && error.getCause() != null) {
      error = error.getCause(); // Delta's writer wraps the actual error
    }
    String condition = text(error, "getCondition");
    String raw = String.valueOf(error.getMessage());
    boolean denied = raw.contains("UNAUTHENTICATED") || raw.contains("PERMISSION_DENIED");
    boolean lost =
        raw.contains("UNAVAILABLE")
            || condition.startsWith("INVALID_HANDLE.SESSION")
            || raw.contains("INVALID_HANDLE.SESSION")
            || condition.startsWith("RETRIES_EXCEEDED");
    String state = denied ? DENIED : lost ? LOST : text(error, "getSqlState");
    String words = readable(raw);
    return new Located(
        TOO_LARGE.matcher(raw).find() ? FEWER + words : words, state, start(error), error);
  }

  /** A message on one line, without stack traces and parts that users do not need. */
  static String readable(String message) {
    String first =
        message.split("\n\\s*(?:at [\\w.$]+\\(|Driver stacktrace|JVM stacktrace|== SQL)", 2)[0]
            .strip();
    return NOISE
        .matcher(first)
        .replaceAll("")
        .replaceAll("\\s*\\n\\s*", " ")
        .replaceFirst("^(?:org\\.[\\w.$]+: )+", "")
        .strip();
  }

  private static String text(Object error, String name) {
    try {
      return (String)
          Optional.ofNullable(error.getClass().getMethod(name).invoke(error)).orElse("");
    } catch (ReflectiveOperationException other) {
      return "";
    }
  }

  /** The position of the SQL that the error refers to, in code points; -1 if unknown. */
  private static int start(Throwable error) {
    try {
      Object contexts = error.getClass().getMethod("getQueryContext").invoke(error);
      if (contexts == null || Array.getLength(contexts) == 0) {
        return -1;
      }
      Object context = Array.get(contexts, 0);
      Class<?> type =
          context.getClass().getClassLoader().loadClass("org.apache.spark.QueryContext");
      return (int) type.getMethod("startIndex").invoke(context);
    } catch (ReflectiveOperationException other) {
      return -1;
    }
  }

  @Override
  public DatabaseException refused(SQLException error, String sql) {
    int offset = -1;
    if (error instanceof Located located && located.codePoint >= 0) {
      int length = sql.codePointCount(0, sql.length());
      offset = sql.offsetByCodePoints(0, Math.min(located.codePoint, length));
    } else if (error.getCause() != null) {
      String condition = text(error.getCause(), "getCondition");
      if (condition.equals(PARSE)) {
        offset = near(error.getMessage(), sql);
      } else if (OF_A_NAME.contains(condition)) {
        offset = named(error.getMessage(), sql);
      }
    }
    return new DatabaseException(message(error), offset, error);
  }

  /**
   * Spark does not send where DDL names what does not exist, or exists already, only its full name.
   * The SQL may leave out the catalog and the schema.
   */
  private static int named(String message, String sql) {
    Matcher full = NAME.matcher(message);
    if (!full.find()) {
      return -1;
    }
    List<String> parts =
        Pattern.compile(PART).matcher(full.group()).results().map(MatchResult::group).toList();
    StringBuilder written = new StringBuilder("(?iu)(?<![\\w`.])");
    for (int i = 0; i < parts.size(); i++) {
      String plain = parts.get(i).substring(1, parts.get(i).length() - 1).replace("``", "`");
      String part = "(?:" + Pattern.quote(parts.get(i)) + "|" + Pattern.quote(plain) + ")";
      written.append(i < parts.size() - 1 ? "(?:" + part + "\\s*\\.\\s*)?" : part);
    }
    return only(Pattern.compile(written + "(?![\\w`.])"), sql);
  }

  /** Where a pattern is in the SQL; -1 if it is nowhere or in several places. */
  private static int only(Pattern pattern, String sql) {
    Matcher found = pattern.matcher(sql);
    int only = found.find() ? found.start() : -1;
    return only >= 0 && !found.find() ? only : -1;
  }

  /** Spark Connect does not send the position of a syntax error, only the word there. */
  private static int near(String message, String sql) {
    Matcher near = NEAR.matcher(message);
    if (!near.find()) {
      return message.contains("end of input") ? sql.stripTrailing().length() : -1;
    }
    return only(
        Pattern.compile("(?<![\\w'`\"])" + Pattern.quote(near.group(1)) + "(?![\\w'`\"])"), sql);
  }

  @Override
  public DatabaseException unreachable(SQLException error, DataSource source) {
    String raw = message(error) + causes(error);
    String message =
        ADVICE.entrySet().stream()
            .filter(advice -> advice.getKey().matcher(raw).find())
            .map(Map.Entry::getValue)
            .findFirst()
            .orElseGet(() -> source.redacted(message(error), false));
    if (state(error).equals(DENIED)) {
      return new AccessDeniedException(Text.of("access denied by %s: %s", source, message), null);
    }
    return new DatabaseException(Text.of("cannot connect to %s: %s", source, message), null);
  }

  private static String causes(Throwable error) {
    StringBuilder all = new StringBuilder();
    for (Throwable cause = error.getCause(); cause != null; cause = cause.getCause()) {
      all.append('\n').append(cause);
    }
    return all.toString();
  }

  @Override
  public boolean isLost(SQLException error) {
    return state(error).equals(LOST);
  }
}
