package io.vertikv.raft.membership;

import java.util.Arrays;

/** What the host wants to travel with a membership change, such as where the new peers live. Opaque to Raft. */
public final class Attachment {
  public static final int SIZE_BYTES_MAX = 64 << 10;
  public static final Attachment NONE = new Attachment(new byte[0]);

  private final byte[] content;

  private Attachment(byte[] content) { this.content = content; }

  public static Attachment of(byte[] content) {
    if (content.length > SIZE_BYTES_MAX) {
      throw new IllegalArgumentException(
          "an attachment of " + content.length + " bytes; the limit is " + SIZE_BYTES_MAX);
    }
    return content.length == 0 ? NONE : new Attachment(content.clone());
  }

  public int sizeBytes() { return content.length; }

  public byte[] toByteArray() { return content.clone(); }

  @Override
  public boolean equals(Object other) {
    return other instanceof Attachment that && Arrays.equals(content, that.content);
  }

  @Override
  public int hashCode() { return Arrays.hashCode(content); }

  @Override
  public String toString() { return content.length + " bytes"; }
}
