package org.sqlflow.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Distinguishes an intact stored model from a corrupt one: SHA-256 of all its fields. It protects
 * against accidents; whoever can write to the database can write a digest too.
 */
final class ModelDigest {
  private ModelDigest() {}

  /**
   * The digest of fields in their order.
   *
   * @param fields strings, whole numbers, byte arrays or null; each counts with its length, so that
   *     nothing can move from one to the next
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
