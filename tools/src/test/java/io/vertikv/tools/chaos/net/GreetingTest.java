package io.vertikv.tools.chaos.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertikv.store.rpc.StoreIdentity;
import io.vertikv.store.rpc.codec.FrameKind;
import io.vertikv.store.rpc.codec.HandshakeCodec;
import io.vertikv.store.rpc.codec.Hello;
import io.vertikv.store.rpc.codec.Welcome;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Against what the stores really send. */
class GreetingTest {
  private static final StoreIdentity STORE = new StoreIdentity(99, 7, 1234);

  @Test
  void theGreetingsOfBothSidesNameTheirStores() {
    byte[] hello = frame(FrameKind.HELLO,
        body -> HandshakeCodec.write(body, new Hello(HandshakeCodec.PROTOCOL, STORE, 3, 0)));
    byte[] welcome = frame(FrameKind.WELCOME,
        body -> HandshakeCodec.write(body, new Welcome(HandshakeCodec.PROTOCOL, STORE)));
    assertEquals(OptionalLong.of(7), Greeting.dialer(hello, hello.length));
    assertEquals(OptionalLong.of(7), Greeting.reached(welcome, welcome.length));
    assertEquals(OptionalLong.empty(), Greeting.dialer(welcome, welcome.length));
    assertEquals(OptionalLong.empty(), Greeting.reached(hello, hello.length));
  }

  @Test
  void whateverElseIsSentNamesNobody() {
    byte[] hello = frame(FrameKind.HELLO,
        body -> HandshakeCodec.write(body, new Hello(HandshakeCodec.PROTOCOL, STORE, 3, 0)));
    assertEquals(OptionalLong.empty(), Greeting.dialer(hello, Greeting.HELLO_BYTES - 1));
    assertEquals(OptionalLong.empty(), Greeting.dialer(hello, -1));
    byte[] other = hello.clone();
    other[6]++;
    assertEquals(OptionalLong.empty(), Greeting.dialer(other, other.length));
  }

  private static byte[] frame(FrameKind kind, Consumer<ByteBuf> body) {
    ByteBuf out = Unpooled.buffer();
    out.writeInt(0).writeByte(kind.number());
    body.accept(out);
    out.setInt(0, out.writerIndex() - Integer.BYTES);
    return Arrays.copyOf(out.array(), out.writerIndex());
  }
}
