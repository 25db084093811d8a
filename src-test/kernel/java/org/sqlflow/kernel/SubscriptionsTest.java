package org.sqlflow.kernel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** What subscribers of iopub hear: a welcome each, and statuses with their own times. */
class SubscriptionsTest extends KernelTest {
  /** The most sockets for one subscription. */
  private static final int TRIES = 8;

  /**
   * A subscriber, and the first message that it got.
   *
   * <p>In 3 to 7 of 100 connections a SUB socket of JeroMQ 0.6 never gets a message, from its own
   * PUB and XPUB sockets neither; then another one is made. Those of libzmq, which front ends have,
   * get theirs each time.
   */
  private record Subscriber(ZMQ.Socket socket, List<String> first) {}

  private Subscriber subscribe(ZContext context, String topic) {
    for (int tries = 0; tries < TRIES; tries++) {
      ZMQ.Socket socket = context.createSocket(SocketType.SUB);
      socket.setReceiveTimeOut(2_000);
      socket.subscribe(topic.getBytes(UTF_8));
      socket.connect("tcp://127.0.0.1:" + client.properties().getIopubPort());
      byte[] first = socket.recv();
      if (first != null) {
        socket.setReceiveTimeOut(-1);
        List<String> frames = new ArrayList<>(List.of(new String(first, UTF_8)));
        while (socket.hasReceiveMore()) {
          frames.add(new String(socket.recv(), UTF_8));
        }
        return new Subscriber(socket, frames);
      }
      context.destroySocket(socket);
    }
    throw new AssertionError("no subscriber got a message");
  }

  /** Topic, then after the delimiter signature, header, parent, metadata and content. */
  private static List<String> message(ZMQ.Socket socket) {
    List<String> frames = new ArrayList<>();
    do {
      frames.add(new String(socket.recv(), UTF_8));
    } while (socket.hasReceiveMore());
    return frames;
  }

  private static JsonObject json(String text) {
    return JsonParser.parseString(text).getAsJsonObject();
  }

  @Test
  void eachSubscriptionIsWelcomed() {
    try (ZContext context = new ZContext()) {
      for (String topic : List.of("", "stream", "")) {
        List<String> welcome = subscribe(context, topic).first();

        assertThat(welcome.get(0)).startsWith(topic);
        assertThat(json(welcome.get(3)).get("msg_type").getAsString()).isEqualTo("iopub_welcome");
        assertThat(json(welcome.get(3)).get("session").getAsString()).isNotEmpty();
        assertThat(json(welcome.get(3)).get("version").getAsString()).isEqualTo("5.4");
        assertThat(json(welcome.get(6)).get("subscription").getAsString()).isEqualTo(topic);
      }
    }
  }

  @Test
  void theProtocolIsTheOneWithWelcomes() {
    JsonObject info = client.ask("kernel_info_request", Map.of());

    assertThat(info.get("protocol_version").getAsString()).isEqualTo("5.4");
  }

  @Test
  void idleHasTheTimeOfTheEnd() {
    try (ZContext context = new ZContext()) {
      ZMQ.Socket socket = subscribe(context, "status").socket();

      client.execute("Thread.sleep(50)");

      Instant busy = date(message(socket), "busy");
      Instant idle = date(message(socket), "idle");
      assertThat(idle).isAfterOrEqualTo(busy.plusMillis(50));
    }
  }

  private static Instant date(List<String> message, String state) {
    assertThat(json(message.get(6)).get("execution_state").getAsString()).isEqualTo(state);
    return Instant.parse(json(message.get(3)).get("date").getAsString());
  }
}
