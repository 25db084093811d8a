package org.sqlflow.kernel.protocol;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.dflib.jjava.jupyter.kernel.LanguageInfo;
import org.dflib.jjava.jupyter.kernel.comm.CommManager;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.MessageType;
import org.dflib.jjava.jupyter.messages.request.CommInfoRequest;
import org.dflib.jjava.jupyter.messages.request.HistoryRequest;
import org.dflib.jjava.jupyter.messages.request.InterruptRequest;
import org.dflib.jjava.jupyter.messages.request.KernelInfoRequest;
import org.dflib.jjava.jupyter.messages.request.ShutdownRequest;
import org.sqlflow.kernel.cell.CellEditing;
import org.sqlflow.kernel.cell.Cells;
import org.sqlflow.kernel.connection.CellInput;
import org.sqlflow.kernel.connection.CellStreams;
import org.sqlflow.kernel.connection.RequestEnvironment;
import org.sqlflow.kernel.connection.Requests;

/** Handlers for the requests that this kernel answers differently from the base library. */
public final class Handlers {
  private final Identity identity;
  private final CommManager comms;
  private final History history = new History();
  private final Executions executions;
  private final Editing editing;
  private final Runnable interrupt;
  private final Runnable stopRunningCell;

  /**
   * How the kernel presents itself.
   *
   * @param implementation the kernel's name
   * @param version its version
   */
  public record Identity(
      String implementation,
      String version,
      LanguageInfo language,
      String banner,
      List<LanguageInfo.Help> helpLinks) {}

  /**
   * Handlers for one kernel.
   *
   * @param stopRunningCell stops the running cell, and waits briefly for its end
   */
  public Handlers(
      Identity identity,
      Cells cells,
      CellEditing editing,
      CellStreams streams,
      CellInput input,
      CommManager comms,
      Runnable stopRunningCell) {
    this.identity = identity;
    this.comms = comms;
    this.executions = new Executions(cells, streams, input, history);
    this.editing = new Editing(editing);
    this.interrupt = cells::interrupt;
    this.stopRunningCell = stopRunningCell;
  }

  /** Registers the handlers. */
  public void register(Requests requests) {
    requests.on(MessageType.EXECUTE_REQUEST, executions::execute);
    requests.on(MessageType.COMPLETE_REQUEST, editing::complete);
    requests.on(MessageType.INSPECT_REQUEST, editing::inspect);
    requests.on(MessageType.KERNEL_INFO_REQUEST, this::kernelInfo);
    requests.on(MessageType.HISTORY_REQUEST, this::history);
    requests.on(MessageType.INTERRUPT_REQUEST, this::interrupt);
    requests.on(MessageType.SHUTDOWN_REQUEST, this::shutdown);
    requests.on(MessageType.COMM_INFO_REQUEST, this::commInfo);
  }

  private void kernelInfo(RequestEnvironment environment, Message<KernelInfoRequest> message) {
    environment.setBusyDeferIdle();
    environment.reply(
        new Replies.KernelInfo(
            RequestEnvironment.PROTOCOL,
            identity.implementation(),
            identity.version(),
            identity.language(),
            identity.banner(),
            identity.helpLinks()));
  }

  private void history(RequestEnvironment environment, Message<HistoryRequest> message) {
    environment.setBusyDeferIdle();
    environment.reply(
        MessageType.HISTORY_REPLY,
        new Replies.HistoryFound("ok", history.find(message.getContent())));
  }

  private void interrupt(RequestEnvironment environment, Message<InterruptRequest> message) {
    environment.setBusyDeferIdle();
    interrupt.run();
    environment.reply(MessageType.INTERRUPT_REPLY, new Replies.Done("ok"));
  }

  private void shutdown(RequestEnvironment environment, Message<ShutdownRequest> message) {
    environment.setBusyDeferIdle();
    stopRunningCell.run();
    environment.reply(
        MessageType.SHUTDOWN_REPLY,
        new Replies.ShuttingDown("ok", message.getContent().isRestart()));
    environment.markForShutdown();
  }

  private void commInfo(RequestEnvironment environment, Message<CommInfoRequest> message) {
    environment.setBusyDeferIdle();
    String wanted = message.getContent().getTargetName();
    Map<String, Object> open = new TreeMap<>();
    comms.forEach(
        comm -> {
          if (wanted == null || wanted.equals(comm.getTargetName())) {
            open.put(comm.getID(), Map.of("target_name", comm.getTargetName()));
          }
        });
    environment.reply(MessageType.COMM_INFO_REPLY, new Replies.Comms("ok", open));
  }
}
