package io.vertikv.tools.tidy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The laws of the code base (docs/style.md), read from the sources; and a thermometer that only prints. */
class TidyTest {
  private static final List<String> NO_VIOLATIONS = List.of();
  private final Sources sources = Sources.ofTheProject();

  TidyTest() throws IOException {}

  @Test
  void raftOnlyThinks() {
    assertEquals(NO_VIOLATIONS, sources.main("raft")
        .lines("^import (static )?(?!java\\.util\\.(?!concurrent)|java\\.nio\\.charset|io\\.vertikv\\.raft\\.).*"));
  }

  @Test
  void packagesUseOnlyWhatLiesBelowThem() {
    Map<String, String> above = new TreeMap<>(Map.of("store", "placement|txn|resp|tools", "placement", "txn|resp|tools",
        "txn-layer", "resp|tools", "resp-frontend", "tools"));
    above.forEach((module, packages) -> assertEquals(NO_VIOLATIONS,
        sources.main(module).lines("^import (static )?io\\.vertikv\\.(" + packages + ")\\..*")));
  }

  @Test
  void onlyTheEnginePackageKnowsRocksDb() {
    assertEquals(NO_VIOLATIONS, sources.main().except("/store/engine/").lines("^import (static )?org\\.rocksdb\\..*"));
  }

  @Test
  void commandsDoNotKnowKeyBytesAndTypesDoNotKnowCommands() {
    assertEquals(NO_VIOLATIONS,
        sources.main().only("/resp/command/").lines("^import io\\.vertikv\\.resp\\.type\\.RedisKeys;"));
    assertEquals(NO_VIOLATIONS,
        sources.main().only("/resp/type/")
            .lines("^import io\\.vertikv\\.resp\\.(command|protocol|session|server)\\..*"));
  }

  @Test
  void nobodySleepsOrReadsAClockOrDrawsByChanceOutsideTheShell() {
    assertEquals(NO_VIOLATIONS, sources.main().except("/tools/", "/loop/VertxLoop.java").code(
        "Thread\\.sleep|System\\.currentTimeMillis|System\\.nanoTime|new Random\\(\\)|Math\\.random|ThreadLocalRandom|UUID\\.randomUUID|Instant\\.now"));
  }

  @Test
  void testsDoNotSleepAndAreNotSwitchedOff() {
    assertEquals(NO_VIOLATIONS,
        sources.test().except("TidyTest.java").code("Thread\\.sleep|@Disabled|assumeTrue\\(false"));
  }

  @Test
  void nothingStaticChanges() {
    assertEquals(NO_VIOLATIONS,
        sources.main().code(
            "^\\s+(public |private |protected )?(static (?!final )[\\w<>\\[\\], .]+ \\w+( =.*)?;|static volatile ).*"));
  }

  @Test
  void nobodyCatchesEverything() {
    assertEquals(NO_VIOLATIONS, sources.main().except("/tools/").code("catch \\((Exception|Throwable)\\b"));
  }

  @Test
  void noWorkIsLeftInComments() {
    assertEquals(NO_VIOLATIONS, sources.all().except("TidyTest.java").lines(".*\\b(TODO|FIXME|XXX)\\b(?! #\\d+).*"));
  }

  @Test
  void everyPackageHasASign() { assertEquals(NO_VIOLATIONS, sources.main().packagesWithout("package-info.java")); }

  @Test
  void nothingIsImportedInVain() { assertEquals(NO_VIOLATIONS, sources.all().unusedImports()); }

  @Test
  void theThermometerIsPrinted() { System.out.println(sources.main().thermometer()); }
}
