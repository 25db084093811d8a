package org.sqlflow.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The SHA-256 of all fields of a stored model, by which a corrupt one is recognized. It protects
 * against accidents, not against attacks: whoever can write to the database can also write a
 * digest.
 */
final class ModelDigest {
  private ModelDigest() {}

  /**
   * The digest of fields in their order.
   *
   * @param fields strings, whole numbers, byte arrays or null; each is preceded by its length, so
   *     that moving bytes from one field to the next changes the digest
   */
  static String of(List<?> fields) {
    MessageDigest digest = sha256();
    for (Object field : fields) {
      byte[] bytes =
          field instanceof byte[] binary
              ? binary
              : String.valueOf(field).getBytes(StandardCharsets.UTF_8);
      int length = field == null ? -1 : bytes.length;
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(length).array());
      if (field != null) {
        digest.update(bytes);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
