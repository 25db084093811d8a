package org.sqlflow.models.attributes;

import java.util.List;

/** What values an attribute can have. */
public sealed interface AttributeType {
  /** The type in words for messages and documentation, such as "a whole number from 1 to 10". */
  String describe();

  /** A whole number, stored as a Long. */
  record Whole(long least, long most) implements AttributeType {
    @Override
    public String describe() {
      return "a whole number " + (most == Long.MAX_VALUE ? "from " + least + " up" : range());
    }

    private String range() {
      return "from " + least + " to " + most;
    }
  }

  /**
   * A whole number, several to choose from, or the word {@value #AUTO} for a choice among all that
   * suit the data. Stored as a Long, as a {@code List<Long>} in ascending order, or as the word.
   */
  record Candidates(long least, long most, int longest) implements AttributeType {
    public static final String AUTO = "auto";

    @Override
    public String describe() {
      return new Whole(least, most).describe()
          + ", a list of up to "
          + longest
          + " such numbers to choose from, or "
          + AUTO;
    }
  }

  /** A number, stored as a Double. */
  record Real(double least, double most) implements AttributeType {
    @Override
    public String describe() {
      return most == Double.POSITIVE_INFINITY
          ? "a number from " + shown(least) + " up"
          : "a number from " + shown(least) + " to " + shown(most);
    }

    private static String shown(double bound) {
      return bound == Math.rint(bound) && Math.abs(bound) < 1e15
          ? Long.toString((long) bound)
          : Double.toString(bound).replace(".0E", "e").replace('E', 'e');
    }
  }

  /**
   * A number of rows, stored as a Long, or a share of them between 0 and 1, stored as a Double. 1
   * is one row; 1.0, which could mean one row or all of them, is refused.
   */
  record Portion() implements AttributeType {
    @Override
    public String describe() {
      return "a number of rows from 1 up, or a share between 0 and 1 such as 0.1";
    }
  }

  /** TRUE or FALSE, stored as a Boolean. */
  record Truth() implements AttributeType {
    @Override
    public String describe() {
      return "true or false";
    }
  }

  /** One of some words, stored as a String in the spelling given here. */
  record Choice(List<String> words) implements AttributeType {
    @Override
    public String describe() {
      return "one of " + String.join(", ", words);
    }
  }

  /** A string, stored as a String. */
  record Text() implements AttributeType {
    @Override
    public String describe() {
      return "a string";
    }
  }

  /** A list of whole numbers, stored as a {@code List<Long>}. */
  record Wholes(long least, long most, int longest) implements AttributeType {
    @Override
    public String describe() {
      return "a list of 1 to " + longest + " whole numbers from " + least + " to " + most;
    }
  }

  /**
   * Some of a set of words, as a list or a string with commas; stored as a {@code List<String>}.
   */
  record Words(List<String> words) implements AttributeType {
    @Override
    public String describe() {
      return "a list of " + String.join(", ", words);
    }
  }
}
