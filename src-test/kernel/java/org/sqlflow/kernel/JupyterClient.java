package org.sqlflow.kernel;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;
import org.dflib.jjava.jupyter.messages.HMACGenerator;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** A front end over real sockets, as far as these tests need one. */
final class JupyterClient implements AutoCloseable {
  private static final String KEY = "a key of the tests";
  private static final int TIMEOUT_MS = 60_000;

  private final Gson gson = new Gson();
  private final ZContext context = new ZContext();
  private final KernelConnectionProperties properties;
  private final HMACGenerator signer = new HMACGenerator("hmac-sha256", KEY);
  private final ZMQ.Socket shell = context.createSocket(SocketType.DEALER);
  private final ZMQ.Socket control = context.createSocket(SocketType.DEALER);
  private final ZMQ.Socket iopub = context.createSocket(SocketType.SUB);
  private final ZMQ.Socket stdin = context.createSocket(SocketType.DEALER);
  private final ZMQ.Socket heartbeat = context.createSocket(SocketType.REQ);

  /** A message as it came. */
  record Message(String type, String parent, JsonObject content) {
    String text(String field) {
      return content.get(field).getAsString();
    }
  }

  /** The reply to a cell, and what was published for it. */
  record Executed(JsonObject reply, List<Message> published) {
    String status() {
      return reply.get("status").getAsString();
    }

    List<Message> all(String type) {
      return published.stream().filter(message -> message.type().equals(type)).toList();
    }

    String resultText() {
      return all("execute_result")
          .get(0)
          .content()
          .getAsJsonObject("data")
          .get("text/plain")
          .getAsString();
    }
  }

  JupyterClient() throws IOException, GeneralSecurityException {
    int[] ports = freePorts(5);
    properties =
        new KernelConnectionProperties(
            "127.0.0.1",
            ports[0],
            ports[1],
            ports[2],
            ports[3],
            ports[4],
            "tcp",
            "hmac-sha256",
            KEY);
  }

  private static int[] freePorts(int count) throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
    }
    int[] ports = sockets.stream().mapToInt(ServerSocket::getLocalPort).toArray();
    for (ServerSocket socket : sockets) {
      socket.close();
    }
    return ports;
  }

  KernelConnectionProperties properties() {
    return properties;
  }

  void connect() {
    iopub.subscribe(ZMQ.SUBSCRIPTION_ALL);
    shell.setIdentity("client".getBytes(US_ASCII));
    stdin.setIdentity("client".getBytes(US_ASCII));
    connect(shell, properties.getShellPort());
    connect(control, properties.getControlPort());
    connect(iopub, properties.getIopubPort());
    connect(stdin, properties.getStdinPort());
    connect(heartbeat, properties.getHbPort());
    awaitIopub();
  }

  private static void connect(ZMQ.Socket socket, int port) {
    socket.setReceiveTimeOut(TIMEOUT_MS);
    socket.setLinger(0);
    socket.connect("tcp://127.0.0.1:" + port);
  }

  /** A subscription takes its time: what is published before it stands is lost. */
  private void awaitIopub() {
    iopub.setReceiveTimeOut(200);
    byte[] frame = null;
    while (frame == null) {
      ask("kernel_info_request", Map.of());
      frame = iopub.recv();
    }
    while (frame != null) {
      frame = iopub.recv();
    }
    iopub.setReceiveTimeOut(TIMEOUT_MS);
  }

  byte[] beat(byte[] payload) {
    heartbeat.send(payload);
    return heartbeat.recv();
  }

  /** Sends a request on shell and waits for its reply. */
  JsonObject ask(String type, Map<String, ?> content) {
    return reply(shell, send(shell, type, content));
  }

  JsonObject askControl(String type, Map<String, ?> content) {
    return reply(control, send(control, type, content));
  }

  String sendCell(String code) {
    return sendCell(code, Map.of());
  }

  String sendCell(String code, Map<String, ?> options) {
    JsonObject content = gson.toJsonTree(options).getAsJsonObject();
    content.addProperty("code", code);
    return send(shell, "execute_request", content);
  }

  Executed execute(String code) {
    return await(sendCell(code));
  }

  Executed execute(String code, Map<String, ?> options) {
    return await(sendCell(code, options));
  }

  Executed await(String request) {
    JsonObject reply = reply(shell, request);
    List<Message> published = new ArrayList<>();
    while (true) {
      Message message = receive(iopub);
      if (message.parent().equals(request)) {
        published.add(message);
        if (isIdle(message)) {
          return new Executed(reply, published);
        }
      }
    }
  }

  private static boolean isIdle(Message message) {
    return message.type().equals("status") && message.text("execution_state").equals("idle");
  }

  /** The next message of a type that is published for a request. */
  Message awaitPublished(String request, String type) {
    while (true) {
      Message message = receive(iopub);
      if (message.parent().equals(request) && message.type().equals(type)) {
        return message;
      }
    }
  }

  JsonObject reply(String request) {
    return reply(shell, request);
  }

  private JsonObject reply(ZMQ.Socket socket, String request) {
    while (true) {
      Message message = receive(socket);
      if (message.parent().equals(request)) {
        return message.content();
      }
    }
  }

  /** Answers the kernel's question. */
  void answer(String line) {
    question();
    send(line);
  }

  /** The kernel's question. */
  JsonObject question() {
    return receive(stdin).content();
  }

  /** The answer to a question. */
  void send(String line) {
    send(stdin, "input_reply", Map.of("value", line));
  }

  String send(ZMQ.Socket socket, String type, Object content) {
    String id = UUID.randomUUID().toString();
    JsonObject header = header(id, type);
    sendFrames(socket, header, gson.toJson(content), true);
    return id;
  }

  private static JsonObject header(String id, String type) {
    JsonObject header = new JsonObject();
    header.addProperty("msg_id", id);
    header.addProperty("username", "tester");
    header.addProperty("session", "s");
    header.addProperty("date", "2024-01-01T00:00:00Z");
    header.addProperty("msg_type", type);
    header.addProperty("version", "5.3");
    return header;
  }

  void sendWithWrongSignature() {
    sendFrames(shell, header("wrong", "kernel_info_request"), "{}", false);
  }

  void sendWithoutUsername() {
    JsonObject header = header("nameless", "kernel_info_request");
    header.remove("username");
    sendFrames(shell, header, "{}", true);
  }

  void sendNoise() {
    shell.send("this is no Jupyter message");
  }

  /**
   * Sends any parts of a message.
   *
   * @param toControl whether it goes to control, else to shell
   */
  void sendParts(boolean toControl, String signature, List<byte[]> parts) {
    ZMQ.Socket socket = toControl ? control : shell;
    socket.sendMore("<IDS|MSG>");
    if (parts.isEmpty()) {
      socket.send(signature);
      return;
    }
    socket.sendMore(signature);
    parts.subList(0, parts.size() - 1).forEach(socket::sendMore);
    socket.send(parts.get(parts.size() - 1));
  }

  String sign(List<byte[]> parts) {
    return signer.calculateSignature(parts.toArray(byte[][]::new));
  }

  static JsonObject headerOf(String id, String type) {
    return header(id, type);
  }

  private void sendFrames(ZMQ.Socket socket, JsonObject header, String content, boolean signed) {
    byte[][] parts =
        Stream.of(gson.toJson(header), "{}", "{}", content)
            .map(part -> part.getBytes(UTF_8))
            .toArray(byte[][]::new);
    String signature = signed ? signer.calculateSignature(parts) : "0".repeat(64);
    socket.sendMore("<IDS|MSG>");
    socket.sendMore(signature);
    for (byte[] part : Arrays.copyOf(parts, 3)) {
      socket.sendMore(part);
    }
    socket.send(parts[3]);
  }

  private Message receive(ZMQ.Socket socket) {
    List<byte[]> frames = new ArrayList<>();
    do {
      byte[] frame = socket.recv();
      if (frame == null) {
        throw new AssertionError("nothing came in " + TIMEOUT_MS + " ms");
      }
      frames.add(frame);
    } while (socket.hasReceiveMore());
    int signature = 0;
    while (!new String(frames.get(signature), US_ASCII).equals("<IDS|MSG>")) {
      signature++;
    }
    List<JsonObject> json =
        frames.subList(signature + 2, signature + 6).stream()
            .map(frame -> JsonParser.parseString(new String(frame, UTF_8)).getAsJsonObject())
            .toList();
    String signed =
        signer.calculateSignature(
            frames.subList(signature + 2, signature + 6).toArray(byte[][]::new));
    if (!signed.equals(new String(frames.get(signature + 1), US_ASCII))) {
      throw new AssertionError("the kernel signed wrongly");
    }
    String parent = json.get(1).has("msg_id") ? json.get(1).get("msg_id").getAsString() : "";
    return new Message(json.get(0).get("msg_type").getAsString(), parent, json.get(3));
  }

  @Override
  public void close() {
    context.close();
  }
}
