package org.sqlflow.kernel;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** A front end over real sockets, as far as these tests need one. */
final class JupyterClient implements AutoCloseable {
  private static final String SCHEME = "hmac-sha256";
  private static final String KEY = "a key of the tests";
  private static final int TIMEOUT_MS = 300_000;

  private final Gson gson = new Gson();
  private final ZContext context = new ZContext();
  private final KernelConnectionProperties properties;
  private final SignedMessages messages = new SignedMessages(SCHEME, KEY);
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
            "127.0.0.1", ports[0], ports[1], ports[2], ports[3], ports[4], "tcp", SCHEME, KEY);
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
      Message message = messages.receive(iopub);
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
      Message message = messages.receive(iopub);
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
      Message message = messages.receive(socket);
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
    return messages.receive(stdin).content();
  }

  /** The answer to a question. */
  void send(String line) {
    send(stdin, "input_reply", Map.of("value", line));
  }

  String send(ZMQ.Socket socket, String type, Object content) {
    String id = UUID.randomUUID().toString();
    send(socket, SignedMessages.header(id, type), gson.toJsonTree(content).getAsJsonObject());
    return id;
  }

  void sendWithWrongSignature() {
    JsonObject header = SignedMessages.header("wrong", "kernel_info_request");
    SignedMessages.send(shell, "0".repeat(64), parts(header, new JsonObject()));
  }

  void sendWithoutUsername() {
    JsonObject header = SignedMessages.header("nameless", "kernel_info_request");
    header.remove("username");
    send(shell, header, new JsonObject());
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
    SignedMessages.send(toControl ? control : shell, signature, parts);
  }

  String sign(List<byte[]> parts) {
    return messages.sign(parts);
  }

  private void send(ZMQ.Socket socket, JsonObject header, JsonObject content) {
    List<byte[]> parts = parts(header, content);
    SignedMessages.send(socket, messages.sign(parts), parts);
  }

  private static List<byte[]> parts(JsonObject header, JsonObject content) {
    return SignedMessages.parts(header, new JsonObject(), new JsonObject(), content);
  }

  @Override
  public void close() {
    context.close();
  }
}
