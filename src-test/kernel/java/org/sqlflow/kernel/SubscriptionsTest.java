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

/** What subscribers of iopub are told: a welcome each, and statuses with their own times. */
class SubscriptionsTest extends KernelTest {
  private ZMQ.Socket subscribe(ZContext context, String topic) {
    ZMQ.Socket socket = context.createSocket(SocketType.SUB);
    socket.setReceiveTimeOut(10_000);
    socket.subscribe(topic.getBytes(UTF_8));
    socket.connect("tcp://127.0.0.1:" + client.properties().getIopubPort());
    return socket;
  }

  /** Topic, then after the delimiter signature, header, parent, metadata and content. */
  private static List<String> message(ZMQ.Socket socket) {
    List<String> frames = new ArrayList<>();
    do {
      byte[] frame = socket.recv();
      assertThat(frame).as("nothing came").isNotNull();
      frames.add(new String(frame, UTF_8));
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
        List<String> welcome = message(subscribe(context, topic));

        assertThat(welcome.get(0)).startsWith(topic);
        assertThat(json(welcome.get(3)).get("msg_type").getAsString()).isEqualTo("iopub_welcome");
        assertThat(json(welcome.get(3)).get("session").getAsString()).isNotEmpty();
        assertThat(json(welcome.get(3)).get("version").getAsString()).isEqualTo("5.4");
        assertThat(json(welcome.get(6)).get("subscription").getAsString()).isEqualTo(topic);
      }
    }
  }

  @Test
  void manyFrontEndsCanSubscribeOneAfterTheOther() {
    for (int frontEnd = 0; frontEnd < 40; frontEnd++) {
      try (ZContext context = new ZContext()) {
        assertThat(message(subscribe(context, ""))).hasSize(7);
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
      ZMQ.Socket socket = subscribe(context, "status");
      message(socket);

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
