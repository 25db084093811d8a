package org.sqlflow.kernelspec;

/** Why the kernel can't be installed or removed; the message says what to do. */
final class InstallException extends Exception {
  private static final long serialVersionUID = 1L;

  InstallException(String message) {
    super(message);
  }

  InstallException(String message, Throwable cause) {
    super(message, cause);
  }
}
