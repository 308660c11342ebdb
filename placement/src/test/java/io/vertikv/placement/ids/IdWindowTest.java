package io.vertikv.placement.ids;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class IdWindowTest {
  private static RequestKey key(long number) { return new RequestKey(0, number); }

  @Test
  void theFirstIdIsAboveTheFounders() { assertEquals(101, IdWindow.EMPTY.with(key(1)).idOf(key(1))); }

  @Test
  void theSameKeyHasTheSameId() {
    IdWindow window = IdWindow.EMPTY.with(key(1)).with(key(2));
    assertEquals(window, window.with(key(1)));
    assertEquals(102, window.idOf(key(2)));
    assertEquals(0, window.idOf(key(3)));
  }

  @Test
  void theOldestKeysAreForgottenAndTheirIdsAreNot() {
    IdWindow window = IdWindow.EMPTY;
    for (int i = 0; i <= IdWindow.KEYS_MAX; i++) window = window.with(key(i));
    assertEquals(IdWindow.KEYS_MAX, window.grants().size());
    assertEquals(0, window.idOf(key(0)));
    assertEquals(102, window.idOf(key(1)));
    assertEquals(101 + IdWindow.KEYS_MAX + 1, window.with(key(0)).idOf(key(0)));
  }

  @Test
  void aKeyHasSixteenBytes() {
    assertEquals(new RequestKey(0, 7), RequestKey.of(new byte[]{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7}));
    assertThrows(IllegalArgumentException.class, () -> RequestKey.of(new byte[15]));
  }
}
