package org.sqlflow.kernel.connection;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.dflib.jjava.jupyter.messages.HMACGenerator;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.MessageContext;
import org.dflib.jjava.jupyter.messages.MessageType;

/** A front end without sockets: requests go through the wire format, answers are kept in order. */
public final class Exchange implements Requests {
  private final Gson gson = new GsonBuilder().create();
  private final HMACGenerator signer = new HMACGenerator("hmac-sha256", "a key of the tests");
  private final WireFormat format = new WireFormat(signer);
  private final Map<String, BiConsumer<RequestEnvironment, Message<?>>> handlers = new HashMap<>();

  /**
   * A message from the kernel.
   *
   * @param channel shell or iopub
   */
  public record Answer(String channel, String type, JsonObject content) {
    @Override
    public String toString() {
      return channel + " " + type + " " + content;
    }
  }

  /** Signs as the kernel's key says. */
  public Exchange() throws java.security.GeneralSecurityException {}

  @Override
  @SuppressWarnings("unchecked")
  public <T> void on(
      MessageType<T> type, BiConsumer<RequestEnvironment, ? super Message<T>> handler) {
    handlers.put(
        type.getName(),
        (environment, message) -> handler.accept(environment, (Message<T>) message));
  }

  /** What a request is answered with. */
  public List<Answer> ask(String type, Map<String, ?> content) {
    return ask(type, content, false);
  }

  /** The same, for a request that waited behind one which failed. */
  public List<Answer> askAborted(String type, Map<String, ?> content) {
    return ask(type, content, true);
  }

  private List<Answer> ask(String type, Map<String, ?> content, boolean aborted) {
    Map<String, String> header =
        Map.of(
            "msg_id",
            UUID.randomUUID().toString(),
            "username",
            "u",
            "session",
            "s",
            "version",
            "5.3",
            "msg_type",
            type,
            "date",
            "2026-01-01T00:00:00Z");
    byte[][] parts =
        List.of(gson.toJson(header), "{}", "{}", gson.toJson(content)).stream()
            .map(part -> part.getBytes(UTF_8))
            .toArray(byte[][]::new);
    List<byte[]> frames = new ArrayList<>();
    frames.add("<IDS|MSG>".getBytes(UTF_8));
    frames.add(signer.calculateSignature(parts).getBytes(UTF_8));
    frames.addAll(List.of(parts));
    try {
      Message<?> message = format.read(frames);
      Recorded environment = new Recorded(message, aborted);
      handlers.get(type).accept(environment, message);
      environment.resolveDeferrals();
      return environment.answers;
    } catch (WireFormat.MalformedMessageException e) {
      throw new AssertionError(e);
    }
  }

  private final class Recorded extends RequestEnvironment {
    private final List<Answer> answers = new ArrayList<>();

    Recorded(MessageContext request, boolean aborted) {
      super(new Channels(null, null), null, request, "session", aborted, () -> {});
    }

    @Override
    public void setBusyDeferIdle() {
      setStatusBusy();
      defer(this::setStatusIdle);
    }

    @Override
    public void publish(Message<?> message) {
      keep("iopub", message);
    }

    @Override
    public void reply(Message<?> message) {
      keep("shell", message);
    }

    private synchronized void keep(String channel, Message<?> message) {
      JsonElement content = gson.toJsonTree(message.getContent());
      String type = message.getHeader().getType().getName();
      answers.add(new Answer(channel, type, content.getAsJsonObject()));
    }
  }
}
