package org.sqlflow.kernel;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.dflib.jjava.jupyter.messages.HMACGenerator;
import org.sqlflow.kernel.JupyterClient.Message;
import org.zeromq.ZMQ;

/** Messages as frames, signed with a key. */
final class SignedMessages {
  private static final String DELIMITER = "<IDS|MSG>";

  private final HMACGenerator signer;

  SignedMessages(String scheme, String key) throws GeneralSecurityException {
    this.signer = new HMACGenerator(scheme, key);
  }

  static JsonObject header(String id, String type) {
    JsonObject header = new JsonObject();
    header.addProperty("msg_id", id);
    header.addProperty("username", "tester");
    header.addProperty("session", "s");
    header.addProperty("date", "2024-01-01T00:00:00Z");
    header.addProperty("msg_type", type);
    header.addProperty("version", "5.3");
    return header;
  }

  /** The parts of a message: header, parent header, metadata and content. */
  static List<byte[]> parts(JsonElement... parts) {
    return Stream.of(parts).map(part -> part.toString().getBytes(UTF_8)).toList();
  }

  String sign(List<byte[]> parts) {
    return signer.calculateSignature(parts.toArray(byte[][]::new));
  }

  /** Sends any parts, in any number, with any signature. */
  static void send(ZMQ.Socket socket, String signature, List<byte[]> parts) {
    socket.sendMore(DELIMITER);
    List<byte[]> frames = new ArrayList<>();
    frames.add(signature.getBytes(US_ASCII));
    frames.addAll(parts);
    frames.subList(0, parts.size()).forEach(socket::sendMore);
    socket.send(frames.get(parts.size()));
  }

  /** The next message; fails if none comes in time or if it is not signed. */
  Message receive(ZMQ.Socket socket) {
    List<byte[]> frames = new ArrayList<>();
    do {
      byte[] frame = socket.recv();
      if (frame == null) {
        throw new AssertionError("nothing came in " + socket.getReceiveTimeOut() + " ms");
      }
      frames.add(frame);
    } while (socket.hasReceiveMore());
    int delimiter = 0;
    while (!new String(frames.get(delimiter), US_ASCII).equals(DELIMITER)) {
      delimiter++;
    }
    List<byte[]> parts = frames.subList(delimiter + 2, delimiter + 6);
    if (!sign(parts).equals(new String(frames.get(delimiter + 1), US_ASCII))) {
      throw new AssertionError("the kernel signed wrongly");
    }
    List<JsonObject> json =
        parts.stream()
            .map(part -> JsonParser.parseString(new String(part, UTF_8)).getAsJsonObject())
            .toList();
    String parent = json.get(1).has("msg_id") ? json.get(1).get("msg_id").getAsString() : "";
    return new Message(json.get(0).get("msg_type").getAsString(), parent, json.get(3));
  }
}
