package io.vertikv.resp.rdb;

/** The bytes are not what they should be. An answer, not a defect: no stack trace. */
public final class BadPayload extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The error that the client gets. */
  public enum Kind {
    /** No frame, a frame of a newer version, or one whose checksum is wrong. */
    FRAME,
    /** The frame is right and what is inside is not. */
    CONTENT,
    /** A type that this server does not have. */
    UNSUPPORTED,
    /** More than one value may hold. */
    TOO_LARGE
  }

  private final Kind kind;

  BadPayload(Kind kind, String detail) {
    super(detail, null, false, false);
    this.kind = kind;
  }

  static BadPayload content(String detail) { return new BadPayload(Kind.CONTENT, detail); }

  public Kind kind() { return kind; }
}
