package io.vertikv.store.rpc.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.vertikv.store.bytes.MalformedBytes;
import io.vertikv.store.rpc.codec.FrameKind;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FrameReaderTest {
  private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);
  private final List<String> frames = new ArrayList<>();
  private final FrameReader.Sink sink = (kind, body) -> {
    frames.add(kind + " " + HexFormat.of().formatHex(body.copy(body.remaining())));
    return true;
  };

  @Test
  void framesDoNotDependOnHowTheirStreamIsCut() {
    long seed = 6;
    SplittableRandom random = new SplittableRandom(seed);
    ByteBuf stream = Unpooled.buffer();
    for (int i = 0; i < 200; i++) {
      byte[] body = new byte[random.nextInt(i % 20 == 0 ? 5000 : 60)];
      random.nextBytes(body);
      stream.writeInt(1 + body.length).writeByte(1 + random.nextInt(7)).writeBytes(body);
    }
    reader(1 << 20).received(stream.copy(), sink);
    List<String> expected = List.copyOf(frames);
    assertEquals(200, expected.size());
    for (int most : new int[]{1, 3, 7, 100, 3000}) {
      frames.clear();
      FrameReader reader = reader(1 << 20);
      for (ByteBuf rest = stream.copy(); rest.isReadable();) {
        reader.received(rest.readBytes(Math.min(rest.readableBytes(), 1 + random.nextInt(most))), sink);
      }
      assertEquals(expected, frames, "pieces up to " + most + ", seed " + seed);
      assertFalse(reader.midFrame());
    }
    assertEquals(0, allocator.metric().usedHeapMemory());
  }

  @Test
  void anOversizedOrEmptyFrameIsRefusedByItsLengthAlone() {
    assertThrows(MalformedBytes.class, () -> reader(100).received(Unpooled.buffer().writeInt(101), sink));
    assertThrows(MalformedBytes.class, () -> reader(100).received(Unpooled.buffer().writeInt(-1), sink));
    assertThrows(MalformedBytes.class, () -> reader(100).received(Unpooled.buffer().writeInt(0), sink));
    FrameReader inPieces = reader(100);
    inPieces.received(Unpooled.buffer().writeShort(0), sink);
    assertThrows(MalformedBytes.class, () -> inPieces.received(Unpooled.buffer().writeShort(101), sink));
    inPieces.release();
    FrameReader fits = reader(100);
    fits.received(Unpooled.buffer().writeInt(100).writeByte(FrameKind.RAFT.number()).writeZero(99), sink);
    assertEquals(1, frames.size());
  }

  @Test
  void memoryGrowsWithWhatHasArrivedNotWithWhatWasAnnounced() {
    FrameReader reader = reader(64 << 20);
    reader.received(Unpooled.buffer().writeInt(64 << 20).writeByte(FrameKind.RAFT.number()), sink);
    assertTrue(used() <= 1 << 10, used() + " bytes");
    long arrived = 0;
    for (int i = 0; i < 100; i++, arrived += 10_000) reader.received(Unpooled.buffer().writeZero(10_000), sink);
    assertTrue(used() <= 2 * arrived, used() + " bytes for " + arrived);
    assertTrue(reader.midFrame());
    reader.release();
    assertEquals(0, used());
  }

  @Test
  void aSinkThatHasEnoughGetsNoMore() {
    ByteBuf two = Unpooled.buffer().writeInt(1).writeByte(7).writeInt(1).writeByte(7);
    reader(100).received(two, (kind, body) -> {
      frames.add(kind.name());
      return false;
    });
    assertEquals(List.of("HEARTBEAT"), frames);
  }

  private FrameReader reader(int bytesMax) {
    return new FrameReader(allocator, bytesMax);
  }

  private long used() { return allocator.metric().usedHeapMemory(); }
}
