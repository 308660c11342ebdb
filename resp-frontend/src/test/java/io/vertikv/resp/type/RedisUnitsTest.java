package io.vertikv.resp.type;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RedisUnitsTest {
  private static byte[] utf8(String text) { return text.getBytes(StandardCharsets.UTF_8); }

  @Test
  void everyPartOfAKeyBelongsToItsHeader() {
    Key key = new Key(3, utf8("ha\0sh"));
    byte[] header = RedisKeys.header(3, utf8("ha\0sh"));
    assertArrayEquals(header, RedisUnits.INSTANCE.startOf(header));
    assertArrayEquals(header, RedisUnits.INSTANCE.startOf(RedisKeys.element(key, 9, utf8("field"))));
    assertArrayEquals(header, RedisUnits.INSTANCE.startOf(RedisKeys.garbage(key, 9)));
    assertArrayEquals(RedisKeys.meta("databases"), RedisUnits.INSTANCE.startOf(RedisKeys.meta("databases")));
  }

  @Test
  void aBorderIsWhereASlotBegins() {
    byte[] one = RedisKeys.header(0, utf8("{a}1"));
    byte[] two = RedisKeys.header(0, utf8("{a}2"));
    byte[] other = RedisKeys.header(0, utf8("{b}1"));
    assertNull(RedisUnits.INSTANCE.borderBetween(one, two));
    assertArrayEquals(RedisKeys.slot(0, KeyHash.slot(utf8("b"))).start(),
        RedisUnits.INSTANCE.borderBetween(one, other));
  }
}
