package org.sqlflow.kernel.protocol;

import com.google.gson.annotations.SerializedName;
import java.util.List;
import java.util.Map;
import org.dflib.jjava.jupyter.kernel.LanguageInfo;
import org.dflib.jjava.jupyter.messages.reply.KernelInfoReply;

/**
 * Contents of replies as the protocol defines them, where the base library's classes lack {@code
 * status} or another field.
 */
final class Replies {
  private Replies() {}

  static final class KernelInfo extends KernelInfoReply {
    final String status = "ok";

    KernelInfo(
        String protocolVersion,
        String implementation,
        String version,
        LanguageInfo language,
        String banner,
        List<LanguageInfo.Help> helpLinks) {
      super(protocolVersion, implementation, version, language, banner, helpLinks);
    }
  }

  record Executed(
      String status,
      @SerializedName("execution_count") int executionCount,
      @SerializedName("user_expressions") Map<String, Object> userExpressions,
      List<Page> payload) {}

  /** A payload that a front end shows in its pager. */
  record Page(String source, Map<String, Object> data, int start) {}

  record Failed(
      String status,
      @SerializedName("execution_count") int executionCount,
      String ename,
      String evalue,
      List<String> traceback) {}

  /** The value of a user expression. */
  record ExpressionValue(String status, Map<String, Object> data, Map<String, Object> metadata) {}

  record ExpressionError(String status, String ename, String evalue, List<String> traceback) {}

  record Completed(
      String status,
      List<String> matches,
      @SerializedName("cursor_start") int cursorStart,
      @SerializedName("cursor_end") int cursorEnd,
      Map<String, Object> metadata) {}

  record Inspected(
      String status, boolean found, Map<String, Object> data, Map<String, Object> metadata) {}

  record HistoryFound(String status, List<Object> history) {}

  record Comms(String status, Map<String, Object> comms) {}

  record ShuttingDown(String status, boolean restart) {}

  record Done(String status) {}
}
