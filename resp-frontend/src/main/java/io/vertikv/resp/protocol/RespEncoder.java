package io.vertikv.resp.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.vertikv.resp.reply.Reply;
import io.vertikv.resp.type.Numbers;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes replies as RESP2 or RESP3. Stateless; works on any buffer that grows. Heads of up to three digits, which is nearly
 * all of them, are put together in a register and written at once.
 */
public final class RespEncoder {
  private static final int CRLF = '\r' << 8 | '\n';
  private static final byte[] OK = "+OK\r\n".getBytes(StandardCharsets.ISO_8859_1);
  private static final byte[] NIL_2 = "$-1\r\n".getBytes(StandardCharsets.ISO_8859_1);
  private static final byte[] NIL_ARRAY_2 = "*-1\r\n".getBytes(StandardCharsets.ISO_8859_1);
  private static final byte[] NIL_3 = "_\r\n".getBytes(StandardCharsets.ISO_8859_1);
  private static final int NUMBER_CHARS_MAX = 20;
  /** A head with its line end, or a double with its own: longer than any of them. */
  private static final long HEAD_MAX = 40;

  private RespEncoder() {}

  /** @param version 2 or 3 */
  public static void write(Reply reply, int version, ByteBuf out) {
    switch (reply) {
      case Reply.Bulk(byte[] array, int offset, int length) -> bulk(array, offset, length, out);
      case Reply.Simple(String text) -> {
        if (reply == Reply.OK) out.writeBytes(OK);
        else line('+', text, out);
      }
      case Reply.Int(long value) -> head(':', value, out);
      case Reply.Nil(boolean array) -> out.writeBytes(version == 3 ? NIL_3 : array ? NIL_ARRAY_2 : NIL_2);
      case Reply.Failure(String text) -> line('-', text, out);
      case Reply.Array(List<Reply> items) -> items('*', items.size(), items, version, out);
      case Reply.MapOf(List<Reply> flat) ->
        items(version == 3 ? '%' : '*', version == 3 ? flat.size() / 2 : flat.size(),
            flat, version, out);
      case Reply.Pairs(List<Reply> flat) -> pairs(flat, version, out);
      case Reply.SetOf(List<Reply> items) -> items(version == 3 ? '~' : '*', items.size(), items, version, out);
      case Reply.Push(List<Reply> items) -> items(version == 3 ? '>' : '*', items.size(), items, version, out);
      case Reply.Decimal(double value) -> decimal(value, version, out);
      case Reply.Bool(boolean value) -> {
        if (version == 3) line('#', value ? "t" : "f", out);
        else head(':', value ? 1 : 0, out);
      }
      case Reply.BigNumber(String digits) -> {
        if (version == 3) line('(', digits, out);
        else bulk(digits, out);
      }
      case Reply.Verbatim(String format, byte[] text) -> verbatim(format, text, version, out);
      case Reply.Attributed(List<Reply> attributes, Reply about) -> {
        if (version == 3) items('|', attributes.size() / 2, attributes, version, out);
        write(about, version, out);
      }
      case Reply.After(Reply.Push push, Reply then) -> {
        write(push, version, out);
        write(then, version, out);
      }
    }
  }

  private static void items(char type, int count, List<Reply> items, int version, ByteBuf out) {
    head(type, count, out);
    for (int i = 0, n = items.size(); i < n; i++) write(items.get(i), version, out);
  }

  private static void pairs(List<Reply> flat, int version, ByteBuf out) {
    if (version == 2) {
      items('*', flat.size(), flat, version, out);
      return;
    }
    head('*', flat.size() / 2, out);
    for (int i = 0; i < flat.size(); i += 2) items('*', 2, flat.subList(i, i + 2), version, out);
  }

  private static void decimal(double value, int version, ByteBuf out) {
    String text = Numbers.text(value);
    if (version == 3) line(',', text, out);
    else bulk(text, out);
  }

  private static void verbatim(String format, byte[] text, int version, ByteBuf out) {
    if (version == 2) {
      bulk(text, 0, text.length, out);
      return;
    }
    head('=', text.length + 4L, out);
    ByteBufUtil.writeAscii(out, format);
    out.writeByte(':').writeBytes(text).writeShort(CRLF);
  }

  private static void bulk(byte[] array, int offset, int length, ByteBuf out) {
    out.ensureWritable(length + NUMBER_CHARS_MAX + 5);
    head('$', length, out);
    out.writeBytes(array, offset, length).writeShort(CRLF);
  }

  private static void bulk(String text, ByteBuf out) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    bulk(bytes, 0, bytes.length, out);
  }

  /** One line; CR and LF in it would split the reply, so they become spaces. */
  private static void line(char type, String text, ByteBuf out) {
    out.writeByte(type);
    String safe = text.indexOf('\r') < 0 && text.indexOf('\n') < 0 ? text : text.replace('\r', ' ').replace('\n', ' ');
    ByteBufUtil.writeUtf8(out, safe);
    out.writeShort(CRLF);
  }

  private static void head(char type, long value, ByteBuf out) {
    if (value < 0 || value > 999) {
      out.writeByte(type);
      ByteBufUtil.writeAscii(out, Long.toString(value));
      out.writeShort(CRLF);
    } else if (value < 10) {
      out.writeInt(type << 24 | digit((int) value) << 16 | CRLF);
    } else if (value < 100) {
      out.writeInt(type << 24 | digit((int) value / 10) << 16 | digit((int) value % 10) << 8 | '\r');
      out.writeByte('\n');
    } else {
      int v = (int) value;
      out.writeInt(type << 24 | digit(v / 100) << 16 | digit(v / 10 % 10) << 8 | digit(v % 10));
      out.writeShort(CRLF);
    }
  }

  private static int digit(int value) { return '0' + value; }

  /**
   * Bytes that the reply will take, no less and a few more; stops counting above the limit. Asked before an aggregate is
   * written: it may repeat one value often enough to exceed any memory.
   */
  public static long lengthUpTo(Reply reply, long limit) {
    return switch (reply) {
      case Reply.Bulk bulk -> bulk.length() + HEAD_MAX;
      case Reply.Verbatim verbatim -> verbatim.text().length + HEAD_MAX;
      case Reply.Simple(String text) -> 3L * text.length() + HEAD_MAX;
      case Reply.Failure(String text) -> 3L * text.length() + HEAD_MAX;
      case Reply.BigNumber(String digits) -> digits.length() + HEAD_MAX;
      case Reply.Array(List<Reply> items) -> lengthUpTo(items, limit);
      case Reply.MapOf(List<Reply> items) -> lengthUpTo(items, limit);
      case Reply.Pairs(List<Reply> items) -> lengthUpTo(items, limit) + items.size() / 2 * HEAD_MAX;
      case Reply.SetOf(List<Reply> items) -> lengthUpTo(items, limit);
      case Reply.Push(List<Reply> items) -> lengthUpTo(items, limit);
      case Reply.Attributed(List<Reply> items, Reply about) -> lengthUpTo(items, limit) + lengthUpTo(about, limit);
      case Reply.After(Reply.Push push, Reply then) -> lengthUpTo(push, limit) + lengthUpTo(then, limit);
      case Reply.Int _,Reply.Nil _,Reply.Decimal _,Reply.Bool _ -> HEAD_MAX;
    };
  }

  private static long lengthUpTo(List<Reply> items, long limit) {
    long bytes = HEAD_MAX;
    for (int i = 0, n = items.size(); i < n && bytes <= limit; i++) bytes += lengthUpTo(items.get(i), limit - bytes);
    return bytes;
  }
}
