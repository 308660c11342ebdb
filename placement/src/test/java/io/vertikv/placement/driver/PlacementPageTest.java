package io.vertikv.placement.driver;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.placement.cluster.SchedulerName;
import io.vertikv.placement.cluster.Setting;
import io.vertikv.placement.operator.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** docs/placement.md says what the code does. */
class PlacementPageTest {
  private final String page = Files.readString(Path.of("..", "docs", "placement.md"));

  PlacementPageTest() throws IOException {}

  @Test
  void everySettingIsListedWithItsDefaultAndBounds() {
    for (Setting setting : Setting.values()) {
      String line = "| `" + setting.label() + "` | " + setting.standard() + " | " + setting.least() + " to "
          + setting.most() + " | "
          + setting.meaning() + " |";
      assertTrue(page.contains(line), line);
    }
  }

  @Test
  void everySchedulerAndEveryReasonIsExplained() {
    for (SchedulerName name : SchedulerName.values())
      assertTrue(page.contains("| `" + name.label() + "` |"), name.label());
    for (Reason reason : Reason.values()) assertTrue(page.contains("`" + reason.label() + "`"), reason.label());
  }
}
