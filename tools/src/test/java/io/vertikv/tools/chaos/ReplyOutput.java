package io.vertikv.tools.chaos;

import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.CommandOutput;
import io.vertikv.tools.crash.Answer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Any reply, as it came. */
final class ReplyOutput extends CommandOutput<String, String, Answer> {
  static final StringCodec CODEC = new StringCodec(StandardCharsets.ISO_8859_1);

  private record Open(List<Answer> items, int count) {}

  private final Deque<Open> open = new ArrayDeque<>();

  ReplyOutput() { super(CODEC, null); }

  @Override
  public void set(ByteBuffer text) {
    add(text == null ? new Answer.Nil() : new Answer.Text(CODEC.decodeValue(text)));
  }

  @Override
  public void set(long number) { add(new Answer.Number(number)); }

  @Override
  public void multi(int count) {
    if (count == 0) add(new Answer.Items(List.of()));
    else open.push(new Open(new ArrayList<>(), count));
  }

  private void add(Answer answer) {
    if (open.isEmpty()) {
      output = answer;
      return;
    }
    Open inner = open.peek();
    inner.items().add(answer);
    if (inner.items().size() < inner.count()) return;
    open.pop();
    add(new Answer.Items(inner.items()));
  }
}
