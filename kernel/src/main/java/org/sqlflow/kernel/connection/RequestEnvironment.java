package org.sqlflow.kernel.connection;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.dflib.jjava.jupyter.channels.IOPubChannel;
import org.dflib.jjava.jupyter.channels.ShellChannel;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.channels.StdinChannel;
import org.dflib.jjava.jupyter.messages.ContentType;
import org.dflib.jjava.jupyter.messages.Header;
import org.dflib.jjava.jupyter.messages.KernelTimestamp;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.MessageContext;
import org.dflib.jjava.jupyter.messages.MessageType;
import org.dflib.jjava.jupyter.messages.reply.ErrorReply;

/**
 * Sends the answers to one request. Headers have the time in microseconds, from which front ends
 * compute how long a cell took; the base library writes only minutes.
 */
public class RequestEnvironment extends ShellReplyEnvironment {
  /** The version of the protocol that the kernel speaks; 5.4 has {@code iopub_welcome}. */
  public static final String PROTOCOL = "5.4";

  private final String session;
  private final boolean aborted;
  private final Runnable abortQueue;
  private boolean isBusy;

  RequestEnvironment(
      Channels channels,
      ShellChannel shell,
      MessageContext request,
      String session,
      boolean aborted,
      Runnable abortQueue) {
    super(shell, channels.stdin(), channels.iopub(), request);
    this.session = session;
    this.aborted = aborted;
    this.abortQueue = abortQueue;
  }

  /** The sockets that every environment shares. */
  record Channels(StdinChannel stdin, IOPubChannel iopub) {}

  /** Defers the idle status, so that it gets its time when it is sent, at the end of the answer. */
  @Override
  public void setBusyDeferIdle() {
    setStatusBusy();
    isBusy = true;
  }

  @Override
  public void resolveDeferrals() {
    super.resolveDeferrals();
    if (isBusy) {
      isBusy = false;
      setStatusIdle();
    }
  }

  /** Whether this request is skipped because an earlier one failed. */
  public boolean isAborted() {
    return aborted;
  }

  /** Marks all queued requests as aborted; call it before the reply is sent. */
  public void abortQueue() {
    abortQueue.run();
  }

  /** Replies with content of any class that has the protocol's fields. */
  public void reply(MessageType<?> type, Object content) {
    reply(message(getContext(), getContext().getIdentities(), type, content));
  }

  @Override
  public <T extends ContentType<T>> void reply(T content) {
    reply(content.getType(), content);
  }

  @Override
  public void replyError(MessageType<?> type, ErrorReply error) {
    reply(type, error);
  }

  @Override
  public <T extends ContentType<T>> void publish(T content) {
    byte[] topic = content.getType().getName().getBytes(US_ASCII);
    publish(message(getContext(), List.of(topic), content.getType(), content));
  }

  private Message<Object> message(
      MessageContext parent, List<byte[]> identities, MessageType<?> type, Object content) {
    return message(session, parent.getHeader(), identities, type, content);
  }

  @SuppressWarnings("unchecked")
  static Message<Object> message(
      String session,
      Header<?> parent,
      List<byte[]> identities,
      MessageType<?> type,
      Object content) {
    Header<Object> header =
        new Header<>(
            UUID.randomUUID().toString(),
            Header.KERNEL_USERNAME,
            session,
            new KernelTimestamp(now()),
            (MessageType<Object>) type,
            PROTOCOL);
    return new Message<>(identities, header, parent, null, content, null);
  }

  static String now() {
    return Instant.now().truncatedTo(ChronoUnit.MICROS).toString();
  }
}
