package org.sqlflow.kernel.protocol;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.MessageType;
import org.dflib.jjava.jupyter.messages.request.CompleteRequest;
import org.dflib.jjava.jupyter.messages.request.InspectRequest;
import org.sqlflow.completion.Completion;
import org.sqlflow.kernel.cell.CellEditing;
import org.sqlflow.kernel.connection.RequestEnvironment;
import org.sqlflow.kernel.display.InspectionText;

/** Answers {@code complete_request} and {@code inspect_request}. Front ends count code points. */
final class Editing {
  private final CellEditing editing;

  Editing(CellEditing editing) {
    this.editing = editing;
  }

  void complete(RequestEnvironment environment, Message<CompleteRequest> message) {
    environment.setBusyDeferIdle();
    String code = text(message.getContent().getCode());
    Completion found = editing.complete(code, index(code, message.getContent().getCursorPos()));
    int start = code.codePointCount(0, found.start());
    int end = code.codePointCount(0, found.end());
    List<Map<String, Object>> types =
        found.suggestions().stream()
            .map(
                suggestion ->
                    Map.<String, Object>of(
                        "text",
                        suggestion.text(),
                        "type",
                        suggestion.type(),
                        "start",
                        start,
                        "end",
                        end))
            .toList();
    environment.reply(
        MessageType.COMPLETE_REPLY,
        new Replies.Completed(
            "ok",
            found.suggestions().stream().map(s -> s.text()).distinct().toList(),
            start,
            end,
            Map.of("_jupyter_types_experimental", types)));
  }

  void inspect(RequestEnvironment environment, Message<InspectRequest> message) {
    environment.setBusyDeferIdle();
    String code = text(message.getContent().getCode());
    Optional<Map<String, Object>> data =
        editing
            .inspect(code, index(code, message.getContent().getCursorPos()))
            .map(InspectionText::bundle);
    environment.reply(
        MessageType.INSPECT_REPLY,
        new Replies.Inspected("ok", data.isPresent(), data.orElse(Map.of()), Map.of()));
  }

  private static String text(String code) {
    return code == null ? "" : code;
  }

  private static int index(String code, int codePoint) {
    int all = code.codePointCount(0, code.length());
    return code.offsetByCodePoints(0, Math.max(0, Math.min(codePoint, all)));
  }
}
