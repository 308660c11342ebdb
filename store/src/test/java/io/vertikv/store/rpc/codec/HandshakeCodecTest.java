package io.vertikv.store.rpc.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.vertikv.store.bytes.MalformedBytes;
import io.vertikv.store.rpc.StoreIdentity;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HandshakeCodecTest {
  private static final StoreIdentity STORE = new StoreIdentity(0xC0FFEE, 2, 9);

  @Test
  void aHelloHasItsBytes() {
    ByteBuf bytes = Unpooled.buffer();
    Hello hello = new Hello(1, STORE, 3, 4);
    HandshakeCodec.write(bytes, hello);
    assertEquals(HandshakeCodec.HELLO_BYTES, bytes.readableBytes());
    assertEquals("56455254494b5657" + "0001" + "0000000000c0ffee" + "0000000000000002" + "0000000000000009"
        + "0000000000000003" + "0004", ByteBufUtil.hexDump(bytes));
    assertEquals(hello, HandshakeCodec.readHello(reader(bytes)));
    assertEquals(hello, HandshakeCodec.readHello(reader(bytes.writeLong(77))));
  }

  @Test
  void aWelcomeHasItsBytes() {
    ByteBuf bytes = Unpooled.buffer();
    Welcome welcome = new Welcome(1, STORE);
    HandshakeCodec.write(bytes, welcome);
    assertEquals(HandshakeCodec.WELCOME_BYTES, bytes.readableBytes());
    assertEquals("0001" + "0000000000c0ffee" + "0000000000000002" + "0000000000000009", ByteBufUtil.hexDump(bytes));
    assertEquals(welcome, HandshakeCodec.readWelcome(reader(bytes.writeLong(77))));
  }

  @Test
  void whatIsNoGreetingIsRefused() {
    ByteBuf bytes = Unpooled.buffer();
    HandshakeCodec.write(bytes, new Hello(1, STORE, 3, 4));
    assertThrows(MalformedBytes.class, () -> HandshakeCodec.readHello(reader(bytes.copy().setByte(7, 'V'))));
    assertThrows(MalformedBytes.class, () -> HandshakeCodec.readHello(reader(bytes.copy().setLong(18, 0))));
    for (int length = 0; length < HandshakeCodec.HELLO_BYTES; length++) {
      ByteBuf cut = bytes.copy(0, length);
      assertThrows(MalformedBytes.class, () -> HandshakeCodec.readHello(reader(cut)));
    }
  }

  @Test
  void aReasonIsOneLineOfBoundedLength() {
    assertEquals("no?admittance?[31m",
        read(HandshakeCodec.reasonBytes(new Refused("no\nadmittance\u001b[31m"))).reason());
    assertEquals(Refused.REASON_BYTES_MAX, HandshakeCodec.reasonBytes(new Refused("x".repeat(5000))).length);
    assertThrows(MalformedBytes.class, () -> read("x".repeat(301).getBytes(StandardCharsets.UTF_8)));
  }

  private static Refused read(byte[] reason) {
    return HandshakeCodec.readRefused(reader(Unpooled.buffer().writeInt(reason.length).writeBytes(reason)));
  }

  private static WireReader reader(ByteBuf bytes) {
    return new WireReader().over(bytes, 0, bytes.readableBytes());
  }
}
