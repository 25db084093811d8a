package org.sqlflow.kernel.connection;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.dflib.jjava.jupyter.messages.HMACGenerator;
import org.dflib.jjava.jupyter.messages.Header;
import org.dflib.jjava.jupyter.messages.KernelTimestamp;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.MessageType;
import org.dflib.jjava.jupyter.messages.adapters.HeaderAdapter;
import org.dflib.jjava.jupyter.messages.adapters.HistoryRequestAdapter;
import org.dflib.jjava.jupyter.messages.adapters.KernelTimestampAdapter;
import org.dflib.jjava.jupyter.messages.adapters.MessageTypeAdapter;
import org.dflib.jjava.jupyter.messages.request.HistoryRequest;

/**
 * Converts frames to messages as <a
 * href="https://jupyter-client.readthedocs.io/en/stable/messaging.html#the-wire-protocol">the wire
 * protocol</a> defines them: identities, delimiter, signature, header, parent header, metadata,
 * content and buffers. Used instead of the base library's reader, which reads frame by frame from
 * the socket and loses synchronization at the first malformed message.
 */
final class WireFormat {
  private static final byte[] DELIMITER = "<IDS|MSG>".getBytes(US_ASCII);
  private static final String WELCOME = "iopub_welcome";
  private static final int FRAMES_AFTER_DELIMITER = 5;

  /** The protocol's defaults for missing fields of a request. */
  private static final Map<String, Boolean> EXECUTE_DEFAULTS =
      Map.of("store_history", true, "stop_on_error", true);

  private final HMACGenerator signer;
  private final SeenSignatures seen = new SeenSignatures();
  private final Gson gson =
      new GsonBuilder()
          .registerTypeAdapter(KernelTimestamp.class, KernelTimestampAdapter.INSTANCE)
          .registerTypeAdapter(Header.class, HeaderAdapter.INSTANCE)
          .registerTypeAdapter(MessageType.class, MessageTypeAdapter.INSTANCE)
          .registerTypeAdapter(HistoryRequest.class, HistoryRequestAdapter.INSTANCE)
          .create();

  WireFormat(HMACGenerator signer) {
    this.signer = signer;
  }

  /**
   * Reads one message.
   *
   * @param frames all frames of it
   * @throws MalformedMessageException if the frames, the signature or the header are wrong, or the
   *     message is a repetition
   */
  Message<?> read(List<byte[]> frames) throws MalformedMessageException {
    int delimiter = delimiter(frames);
    List<byte[]> signed = frames.subList(delimiter + 2, delimiter + 1 + FRAMES_AFTER_DELIMITER);
    String expected = signer.calculateSignature(signed.toArray(byte[][]::new));
    if (!expected.isEmpty()
        && !MessageDigest.isEqual(expected.getBytes(US_ASCII), frames.get(delimiter + 1))) {
      throw new MalformedMessageException("its signature does not match this kernel's key");
    }
    if (!expected.isEmpty() && !seen.add(expected)) {
      throw new MalformedMessageException("it repeats an earlier message");
    }
    try {
      return message(
          List.copyOf(frames.subList(0, delimiter)),
          signed.stream().map(frame -> new String(frame, UTF_8)).toList(),
          List.copyOf(frames.subList(delimiter + 1 + FRAMES_AFTER_DELIMITER, frames.size())));
    } catch (RuntimeException | StackOverflowError e) { // deeply nested JSON overflows the stack
      throw new MalformedMessageException("it can't be read: " + firstLine(e), e);
    }
  }

  private static String firstLine(Throwable error) {
    return error.toString().lines().findFirst().orElseThrow();
  }

  /**
   * The frames of an {@code iopub_welcome}, a message type that the base library lacks.
   *
   * @param topic what a client subscribed to; only messages that begin with it reach the client
   */
  List<byte[]> welcome(byte[] topic, String session) {
    JsonObject header = new JsonObject();
    header.addProperty("msg_id", UUID.randomUUID().toString());
    header.addProperty("msg_type", WELCOME);
    header.addProperty("username", Header.KERNEL_USERNAME);
    header.addProperty("session", session);
    header.addProperty("date", RequestEnvironment.now());
    header.addProperty("version", RequestEnvironment.PROTOCOL);
    JsonObject content = new JsonObject();
    content.addProperty("subscription", new String(topic, UTF_8));
    byte[][] signed = {
      gson.toJson(header).getBytes(UTF_8),
      "{}".getBytes(UTF_8),
      "{}".getBytes(UTF_8),
      gson.toJson(content).getBytes(UTF_8)
    };
    List<byte[]> frames = new ArrayList<>();
    frames.add(topic.length == 0 ? WELCOME.getBytes(US_ASCII) : topic);
    frames.add(DELIMITER);
    frames.add(signer.calculateSignature(signed).getBytes(US_ASCII));
    frames.addAll(Arrays.asList(signed));
    return frames;
  }

  private static int delimiter(List<byte[]> frames) throws MalformedMessageException {
    for (int i = 0; i + FRAMES_AFTER_DELIMITER < frames.size(); i++) {
      if (Arrays.equals(DELIMITER, frames.get(i))) {
        return i;
      }
    }
    throw new MalformedMessageException("it does not have the frames of a Jupyter message");
  }

  private Message<?> message(List<byte[]> identities, List<String> json, List<byte[]> buffers) {
    Header<?> header = gson.fromJson(json.get(0), Header.class);
    JsonObject parent = JsonParser.parseString(json.get(1)).getAsJsonObject();
    Header<?> parentHeader = parent.isEmpty() ? null : gson.fromJson(parent, Header.class);
    @SuppressWarnings("unchecked")
    Map<String, Object> metadata = gson.fromJson(json.get(2), Map.class);
    JsonObject content = JsonParser.parseString(json.get(3)).getAsJsonObject();
    if (header.getType().equals(MessageType.EXECUTE_REQUEST)) {
      EXECUTE_DEFAULTS.forEach((name, value) -> addIfAbsent(content, name, value));
    }
    return typed(header, identities, parentHeader, metadata, content, buffers);
  }

  private <T> Message<T> typed(
      Header<T> header,
      List<byte[]> identities,
      Header<?> parentHeader,
      Map<String, Object> metadata,
      JsonElement content,
      List<byte[]> buffers) {
    T body = gson.fromJson(content, header.getType().getContentType());
    return new Message<>(identities, header, parentHeader, metadata, body, buffers);
  }

  private static void addIfAbsent(JsonObject content, String name, boolean value) {
    if (!content.has(name)) {
      content.add(name, new JsonPrimitive(value));
    }
  }

  /** A message to drop: its frames, signature or header are not those of a Jupyter message. */
  static final class MalformedMessageException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedMessageException(String message) {
      super(message);
    }

    MalformedMessageException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * The signatures of the last messages. Every message has its own id, and so its own signature: a
   * repeated signature means a replay, with which somebody without the key could run a cell again.
   */
  private static final class SeenSignatures {
    private static final int REMEMBERED = 16_384;

    private final Set<String> seen =
        Collections.newSetFromMap(
            new LinkedHashMap<>() {
              private static final long serialVersionUID = 1L;

              @Override
              protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                return size() > REMEMBERED;
              }
            });

    /** Remembers a signature; false if it is already known. Safe for any thread. */
    synchronized boolean add(String signature) {
      return seen.add(signature);
    }
  }
}
