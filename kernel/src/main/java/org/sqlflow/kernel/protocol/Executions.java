package org.sqlflow.kernel.protocol;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.MessageType;
import org.dflib.jjava.jupyter.messages.publish.PublishClearOutput;
import org.dflib.jjava.jupyter.messages.publish.PublishDisplayData;
import org.dflib.jjava.jupyter.messages.publish.PublishError;
import org.dflib.jjava.jupyter.messages.publish.PublishExecuteInput;
import org.dflib.jjava.jupyter.messages.publish.PublishExecuteResult;
import org.dflib.jjava.jupyter.messages.publish.PublishStream;
import org.dflib.jjava.jupyter.messages.publish.PublishUpdateDisplayData;
import org.dflib.jjava.jupyter.messages.request.ExecuteRequest;
import org.sqlflow.kernel.cell.Cells;
import org.sqlflow.kernel.connection.CellInput;
import org.sqlflow.kernel.connection.CellStreams;
import org.sqlflow.kernel.connection.RequestEnvironment;
import org.sqlflow.kernel.display.CellDisplay;
import org.sqlflow.kernel.display.Wrapped;
import org.sqlflow.kernel.error.CellException;

/** Answers {@code execute_request}. */
final class Executions {
  /** Bold without a colour: the reds of dark themes are hard to read. */
  private static final String BOLD = "\u001b[1m";

  private static final String PLAIN = "\u001b[0m";

  /** The longest line in characters: easy to read, and as wide as most front ends. */
  private static final int WIDTH = 100;

  /** A line that points at a place in the line of code above it. */
  private static final Pattern POINTER = Pattern.compile("\\s*\\^+\\s*");

  private final Cells cells;
  private final CellStreams streams;
  private final CellInput input;
  private final History history;
  private int count;

  Executions(Cells cells, CellStreams streams, CellInput input, History history) {
    this.cells = cells;
    this.streams = streams;
    this.input = input;
    this.history = history;
  }

  void execute(RequestEnvironment environment, Message<ExecuteRequest> message) {
    ExecuteRequest request = message.getContent();
    environment.setBusyDeferIdle();
    if (environment.isAborted()) {
      environment.reply(MessageType.EXECUTE_REPLY, aborted());
      return;
    }
    boolean stored =
        request.shouldStoreHistory() && !request.isSilent() && !code(request).isBlank();
    if (stored) {
      count++;
      history.add(count, code(request));
    }
    if (!request.isSilent()) {
      environment.publish(new PublishExecuteInput(code(request), count));
    }
    streams.attach(
        (type, text) -> {
          if (!request.isSilent()) {
            environment.publish(new PublishStream(type, text));
          }
        });
    input.attach(Optional.of(environment).filter(asking -> request.isStdinEnabled()));
    try {
      run(environment, request, stored);
    } catch (CellException error) {
      fail(environment, request, error);
    }
  }

  /** The code of a request; without code, that of an empty cell. */
  private static String code(ExecuteRequest request) {
    return request.getCode() == null ? "" : request.getCode();
  }

  private void run(RequestEnvironment environment, ExecuteRequest request, boolean stored) {
    StreamOrder display = new StreamOrder(environment, request.isSilent());
    Optional<DisplayData> result = cells.run(code(request), count, display);
    streams.end();
    if (!request.isSilent()) {
      result.ifPresent(data -> environment.publish(new PublishExecuteResult(count, data)));
    }
    if (stored) {
      result.map(Executions::text).ifPresent(history::addOutput);
    }
    environment.reply(
        MessageType.EXECUTE_REPLY,
        new Replies.Executed("ok", count, expressions(request.getUserExpr()), display.pages));
  }

  private void fail(RequestEnvironment environment, ExecuteRequest request, CellException error) {
    streams.end();
    if (request.shouldStopOnError()) {
      environment.abortQueue();
    }
    List<String> traceback = traceback(error);
    if (!request.isSilent()) {
      environment.publish(new PublishError(error.name(), error.headline(), traceback));
    }
    environment.reply(
        MessageType.EXECUTE_REPLY,
        new Replies.Failed("error", count, error.name(), error.headline(), traceback));
  }

  /** An error's lines as front ends show them: the first in bold, none too long to read. */
  private static List<String> traceback(CellException error) {
    List<String> written = error.lines().isEmpty() ? List.of(error.name()) : error.lines();
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < written.size(); i++) {
      String line = written.get(i);
      boolean isPointedAt = i + 1 < written.size() && POINTER.matcher(written.get(i + 1)).matches();
      List<String> wrapped = isPointedAt ? List.of(line) : Wrapped.words(line, WIDTH);
      boolean isFirst = i == 0;
      wrapped.forEach(part -> lines.add(isFirst ? BOLD + part + PLAIN : part));
    }
    return List.copyOf(lines);
  }

  private Replies.Failed aborted() {
    return new Replies.Failed(
        "aborted", count, "Aborted", "not run because an earlier cell failed", List.of());
  }

  private Map<String, Object> expressions(Map<String, String> asked) {
    Map<String, Object> values = new LinkedHashMap<>();
    if (asked != null) {
      asked.forEach((name, code) -> values.put(name, expression(code)));
    }
    return values;
  }

  private Object expression(String code) {
    try {
      String text = cells.evaluate(code, count).map(Executions::text).orElse("");
      return new Replies.ExpressionValue("ok", Map.of("text/plain", text), Map.of());
    } catch (CellException error) {
      return new Replies.ExpressionError("error", error.name(), error.headline(), traceback(error));
    }
  }

  private static String text(DisplayData data) {
    return String.valueOf(data.getData(MIMEType.TEXT_PLAIN));
  }

  /** Shows outputs after the text that was printed before them. */
  private final class StreamOrder implements CellDisplay {
    private final RequestEnvironment environment;
    private final boolean silent;
    private final List<Replies.Page> pages = new ArrayList<>();

    StreamOrder(RequestEnvironment environment, boolean silent) {
      this.environment = environment;
      this.silent = silent;
    }

    @Override
    public void show(DisplayData data) {
      if (!silent) {
        streams.flush();
        environment.publish(new PublishDisplayData(data));
      }
    }

    @Override
    public void update(DisplayData data) {
      if (!silent) {
        environment.publish(new PublishUpdateDisplayData(data));
      }
    }

    @Override
    public void clear(boolean wait) {
      if (!silent) {
        streams.flush(); // what was printed before is cleared too
        environment.publish(wait ? PublishClearOutput.BEFORE_NEXT_OUTPUT : PublishClearOutput.NOW);
      }
    }

    @Override
    public Optional<String> password(String prompt, BooleanSupplier isStopped) {
      return input.password(prompt, isStopped);
    }

    @Override
    public void page(DisplayData data) {
      Map<String, Object> bundle = new LinkedHashMap<>();
      bundle.put(MIMEType.TEXT_PLAIN.toString(), Executions.text(data));
      Optional.ofNullable(data.getData(MIMEType.TEXT_HTML))
          .ifPresent(html -> bundle.put(MIMEType.TEXT_HTML.toString(), html));
      pages.add(new Replies.Page("page", bundle, 0));
    }
  }
}
