package org.sqlflow.columns;

/** Counts different values by their 64-bit hashes, up to a limit. Not thread-safe. */
final class DistinctCounter {
  private final int limit;
  private long[] slots = new long[64];
  private int count;
  private boolean zero;
  private boolean repeats;

  DistinctCounter(int limit) {
    this.limit = limit;
  }

  void add(double number) {
    addHash(Double.doubleToLongBits(number + 0.0)); // a negative zero is a zero
  }

  void add(String text) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    addHash(hash);
  }

  private void addHash(long raw) {
    if (isFull()) {
      return;
    }
    long hash = mixed(raw);
    if (hash == 0) {
      repeats |= zero;
      count += zero ? 0 : 1;
      zero = true;
      return;
    }
    if (put(hash)) {
      count++;
      if (2 * count > slots.length) {
        grow();
      }
    } else {
      repeats = true;
    }
  }

  private boolean put(long hash) {
    int at = (int) hash & (slots.length - 1);
    while (slots[at] != 0) {
      if (slots[at] == hash) {
        return false;
      }
      at = (at + 1) & (slots.length - 1);
    }
    slots[at] = hash;
    return true;
  }

  private void grow() {
    long[] old = slots;
    slots = new long[2 * old.length];
    for (long hash : old) {
      if (hash != 0) {
        put(hash);
      }
    }
  }

  /** Adds what another counter of other rows has seen. */
  void merge(DistinctCounter other) {
    boolean wasFull = other.isFull();
    for (long hash : other.slots) {
      if (hash != 0 && !isFull()) {
        if (put(hash)) {
          count++;
          if (2 * count > slots.length) {
            grow();
          }
        } else {
          repeats = true;
        }
      }
    }
    repeats |= other.repeats || (zero && other.zero);
    count += other.zero && !zero ? 1 : 0;
    zero |= other.zero;
    count = wasFull ? Math.max(count, limit) : count;
  }

  /** Keeps the counts alone: nothing can be added or merged afterwards. */
  void end() {
    slots = new long[0];
  }

  /** How many there are, or the limit. */
  int count() {
    return Math.min(count, limit);
  }

  /** Whether there may be more than were counted. */
  boolean isFull() {
    return count >= limit;
  }

  /** Whether a value was added twice before the limit was reached. */
  boolean repeats() {
    return repeats;
  }

  /** Spreads a number over all bits (the finalizer of MurmurHash3, Appleby 2011). */
  static long mixed(long bits) {
    long mixed = bits;
    mixed = (mixed ^ (mixed >>> 33)) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ (mixed >>> 33);
  }
}
