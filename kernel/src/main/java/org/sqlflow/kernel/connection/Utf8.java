package org.sqlflow.kernel.connection;

/** Where a piece of UTF-8 may be cut. */
final class Utf8 {
  private Utf8() {}

  /** How many of the bytes make whole characters; the rest, at most three, is the start of one. */
  static int wholeCharacters(byte[] bytes) {
    for (int back = 1; back <= Math.min(3, bytes.length); back++) {
      int lead = bytes[bytes.length - back] & 0xff;
      if (lead < 0x80) {
        return bytes.length;
      }
      if (lead >= 0xc0) {
        int length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
        return length > back ? bytes.length - back : bytes.length;
      }
    }
    return bytes.length;
  }
}
