package org.sqlflow.system;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;

/** A running kernel and a real client of it: jupyter_client over ZeroMQ, driven by client.py. */
final class KernelClient implements AutoCloseable {
  private static final int START_SECONDS = 180;
  private static final int REPLY_SECONDS = 120;
  private static final int SHUTDOWN_SECONDS = 120;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process bridge;
  private final BufferedWriter requests;
  private final BufferedReader answers;
  private final Path log;
  private final long pid;

  private KernelClient(
      Process bridge, BufferedWriter requests, BufferedReader answers, Path log, long pid) {
    this.bridge = bridge;
    this.requests = requests;
    this.answers = answers;
    this.log = log;
    this.pid = pid;
  }

  /** What a cell came to: the reply's content, and the outputs in order. */
  record Cell(JsonNode reply, List<Output> outputs) {
    String status() {
      return reply.path("status").asText();
    }

    /** The error as a user reads it: the traceback without colours. */
    String error() {
      StringBuilder text = new StringBuilder();
      reply.path("traceback").forEach(line -> text.append(line.asText()).append('\n'));
      return text.toString().replaceAll("\u001B\\[[0-9;]*m", "");
    }

    /** The one output of a type. */
    JsonNode only(String type) {
      List<JsonNode> found = all(type);
      if (found.size() != 1) {
        throw new AssertionError(
            found.size() + " outputs of type " + type + ": " + outputs + ", reply " + reply);
      }
      return found.get(0);
    }

    List<JsonNode> all(String type) {
      return outputs.stream().filter(o -> o.type().equals(type)).map(Output::content).toList();
    }

    /** What was printed. */
    String printed() {
      StringBuilder text = new StringBuilder();
      all("stream").forEach(content -> text.append(content.path("text").asText()));
      return text.toString();
    }
  }

  /** A message on iopub. */
  record Output(String type, JsonNode content) {}

  static KernelClient start(InstalledKernel kernel, Path notebookFolder) {
    try {
      // Beside the notebook's folder, so that the kernel sees an empty one.
      Path log = Files.createTempFile(kernel.folder(), "kernel", ".log");
      String script = Path.of(KernelClient.class.getResource("/client.py").toURI()).toString();
      Process bridge =
          kernel.python(notebookFolder, "-u", script).builder().redirectError(log.toFile()).start();
      BufferedWriter requests = bridge.outputWriter(StandardCharsets.UTF_8);
      BufferedReader answers = bridge.inputReader(StandardCharsets.UTF_8);
      ObjectNode start = request("start", START_SECONDS);
      start.put("kernel", InstalledKernel.NAME).put("cwd", notebookFolder.toString());
      long pid =
          new KernelClient(bridge, requests, answers, log, 0).ask(start).path("pid").asLong();
      return new KernelClient(bridge, requests, answers, log, pid);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Runs a cell and hands what came of it to the check. */
  void execute(String code, Consumer<Cell> check) {
    check.accept(execute(code));
  }

  Cell execute(String code) {
    return await(send(code));
  }

  /** Sends a cell and does not wait: the request's id. */
  String send(String code) {
    return send(code, Map.of());
  }

  /** Sends a cell with options of {@code execute_request}. */
  String send(String code, Map<String, ?> options) {
    ObjectNode request = request("send").put("code", code);
    request.set("options", JSON.valueToTree(options));
    return ask(request).asText();
  }

  /** Sends a request of any type: the content of the reply. */
  JsonNode message(String type, Map<String, ?> content) {
    ObjectNode request = request("message", REPLY_SECONDS).put("type", type);
    request.set("content", JSON.valueToTree(content));
    return ask(request);
  }

  /** Sends a request signed with another key. */
  void sendForged(String type) {
    ObjectNode request = request("send_without_answer").put("type", type).put("key", "no key");
    request.putArray("without");
    ask(request);
  }

  /** Sends a request whose header lacks a field. */
  void sendWithout(String field, String type) {
    ObjectNode request = request("send_without_answer").put("type", type).put("key", "");
    request.putArray("without").add(field);
    ask(request);
  }

  /** Sends a request that the kernel does not know, and so does not answer. */
  void sendUnanswered(String type) {
    ObjectNode request = request("send_without_answer").put("type", type).put("key", "");
    request.putArray("without");
    ask(request);
  }

  /** Sends messages with anything wrong that can be: how many of each kind. */
  Map<String, Integer> mutate(int count, int seed) {
    ObjectNode request = request("mutate").put("count", count).put("seed", seed);
    return JSON.convertValue(ask(request), new TypeReference<>() {});
  }

  /** Subscribes to iopub so often: the types of the messages that came first each time. */
  List<String> subscribe(int count) {
    ObjectNode request = request("subscribe", REPLY_SECONDS).put("count", count);
    return JSON.convertValue(ask(request), new TypeReference<>() {});
  }

  /** The next output of a cell that is over. */
  JsonNode late(String request) {
    return ask(request("late", REPLY_SECONDS).put("request", request));
  }

  /** Interrupts a running cell, and waits for its reply. */
  void stop(String request) {
    ask(request("stop", REPLY_SECONDS).put("request", request));
  }

  Cell await(String request) {
    JsonNode cell = ask(request("await_reply", REPLY_SECONDS).put("request", request));
    return new Cell(
        cell.path("reply"),
        StreamSupport.stream(cell.path("outputs").spliterator(), false)
            .map(output -> new Output(output.path("type").asText(), output.path("content")))
            .toList());
  }

  /** Waits until a running cell shows something of this type. */
  JsonNode awaitOutput(String request, String type) {
    return ask(request("await_output", REPLY_SECONDS).put("request", request).put("type", type));
  }

  JsonNode kernelInfo() {
    return ask(request("kernel_info", REPLY_SECONDS));
  }

  void interrupt() {
    ask(request("interrupt"));
  }

  /** Asks the kernel to end: the exit status of its process. */
  int shutdown() {
    return ask(request("shutdown", SHUTDOWN_SECONDS)).path("status").asInt();
  }

  long pid() {
    return pid;
  }

  /** What the kernel's process has printed itself. */
  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the kernel's process is there. */
  boolean isAlive() {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }

  private static ObjectNode request(String what) {
    return JSON.createObjectNode().put("do", what);
  }

  private static ObjectNode request(String what, int seconds) {
    return request(what).put("timeout", seconds);
  }

  private JsonNode ask(ObjectNode request) {
    try {
      requests.write(JSON.writeValueAsString(request));
      requests.newLine();
      requests.flush();
      String line = answers.readLine();
      if (line == null) {
        throw new AssertionError(
            "Jupyter's client ended; is jupyter_client there for "
                + System.getProperty("test.python")
                + "? ./src-test/run installs it.\n"
                + Files.readString(log));
      }
      JsonNode answer = JSON.readTree(line);
      if (answer.has("error")) {
        throw new AssertionError(
            "no answer to "
                + request
                + ": "
                + answer.path("error").asText()
                + "\n"
                + Files.readString(log)
                + ThreadDump.ofDescendants(bridge.toHandle()));
      }
      return answer.path("ok");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the client, and the kernel if it still runs. */
  @Override
  public void close() {
    try {
      requests.close();
      if (!bridge.waitFor(SHUTDOWN_SECONDS, TimeUnit.SECONDS)) {
        bridge.descendants().forEach(ProcessHandle::destroyForcibly);
        bridge.destroyForcibly();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
