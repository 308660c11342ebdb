package io.vertikv.placement.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.placement.ids.IdWindow;
import io.vertikv.placement.ids.RequestKey;
import io.vertikv.placement.rule.Demand;
import io.vertikv.placement.rule.PlacementRule;
import io.vertikv.placement.rule.StoreLabels;
import io.vertikv.store.bytes.Bytes;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClusterStateTest {
  private ClusterState state = ClusterState.EMPTY;

  private CommandResult apply(ClusterCommand command) {
    ClusterState.Applied applied = state.apply(command);
    if (applied.result() instanceof CommandResult.Refused) assertSame(state, applied.state());
    state = applied.state();
    return applied.result();
  }

  private void done(ClusterCommand command) { assertEquals(new CommandResult.Done(), apply(command)); }

  private String refused(ClusterCommand command) {
    return assertInstanceOf(CommandResult.Refused.class, apply(command)).reason();
  }

  private static ClusterCommand put(long id, String address) {
    return new ClusterCommand.PutStore(id, new StoreAddresses(address, "", ""), StoreLabels.NONE);
  }

  private void serve(long... ids) {
    for (long id : ids) {
      done(put(id, "host" + id));
      done(new ClusterCommand.ChangeLife(id, StoreLife.SERVING));
    }
  }

  @Test
  void aNewStoreIsPreparingAndKeepsItsLifeWhenItMoves() {
    done(put(1, "a:1"));
    assertEquals(StoreLife.PREPARING, state.stores().get(1L).life());
    done(new ClusterCommand.ChangeLife(1, StoreLife.SERVING));
    done(new ClusterCommand.DrainStore(1, true));
    done(put(1, "b:1"));
    StoreRecord moved = state.stores().get(1L);
    assertEquals("b:1", moved.addresses().store());
    assertEquals(StoreLife.SERVING, moved.life());
    assertTrue(moved.draining());
  }

  @Test
  void twoStoresCannotHaveOneAddressUnlessTheFirstIsGone() {
    serve(1, 2, 3, 4);
    assertTrue(refused(put(5, "host1")).contains("store 1"));
    done(new ClusterCommand.ChangeLife(1, StoreLife.REMOVING));
    done(new ClusterCommand.ChangeLife(1, StoreLife.REMOVED));
    done(put(5, "host1"));
    assertTrue(refused(put(1, "host9")).contains("removed for good"));
    done(new ClusterCommand.ForgetStore(1));
    assertTrue(refused(new ClusterCommand.ForgetStore(2)).contains("SERVING"));
  }

  @Test
  void aStoreIsNotRemovedWhenTooFewWouldStay() {
    serve(1, 2, 3);
    assertTrue(refused(new ClusterCommand.ChangeLife(1, StoreLife.REMOVING)).contains("3 replicas"));
    serve(4);
    done(new ClusterCommand.ChangeLife(1, StoreLife.REMOVING));
    assertTrue(refused(new ClusterCommand.ChangeLife(2, StoreLife.REMOVING)).contains("2 stores"));
    done(new ClusterCommand.ChangeLife(1, StoreLife.SERVING));
    done(new ClusterCommand.PutRule(
        new PlacementRule("more", Bytes.EMPTY, Bytes.EMPTY, 1, List.of(Demand.voters(4, List.of())))));
    assertTrue(refused(new ClusterCommand.ChangeLife(1, StoreLife.REMOVING)).contains("4 replicas"));
  }

  @Test
  void livesHaveOneDirectionButForAChangeOfMind() {
    serve(1, 2, 3, 4);
    assertTrue(refused(new ClusterCommand.ChangeLife(1, StoreLife.PREPARING)).contains("cannot become"));
    assertTrue(refused(new ClusterCommand.ChangeLife(1, StoreLife.REMOVED)).contains("cannot become"));
    done(new ClusterCommand.ChangeLife(1, StoreLife.REMOVING));
    done(new ClusterCommand.ChangeLife(1, StoreLife.REMOVED));
    assertTrue(refused(new ClusterCommand.ChangeLife(1, StoreLife.SERVING)).contains("cannot become"));
    assertTrue(refused(new ClusterCommand.ChangeLife(9, StoreLife.SERVING)).contains("no store 9"));
  }

  @Test
  void everyChangeOfTheConfigurationRaisesItsVersionAndAnOldVersionIsRefused() {
    long version = state.config().version();
    done(new ClusterCommand.Configure(version, Map.of(Setting.REPLICAS, 5L)));
    assertEquals(version + 1, state.config().version());
    assertEquals(5, state.config().get(Setting.REPLICAS));
    assertTrue(refused(new ClusterCommand.Configure(version, Map.of(Setting.REPLICAS, 3L))).contains("version"));
    done(new ClusterCommand.Configure(0, Map.of(Setting.REPLICAS, 3L)));
    done(new ClusterCommand.SwitchScheduler(SchedulerName.MERGE, true));
    assertTrue(state.config().runs(SchedulerName.MERGE));
    assertEquals(version + 3, state.config().version());
  }

  @Test
  void settingsOutOfBoundsOrAgainstEachOtherAreRefused() {
    assertTrue(refused(new ClusterCommand.Configure(0, Map.of(Setting.REPLICAS, 0L))).contains("from 1 to 9"));
    assertTrue(refused(new ClusterCommand.Configure(0, Map.of(Setting.DOWN_AFTER_MILLIS, 10_000L)))
        .contains("disconnected-after-millis"));
    assertTrue(refused(new ClusterCommand.SetLabelLevels(List.of("zone", "zone"))).contains("twice"));
    assertEquals(ClusterState.EMPTY, state);
  }

  @Test
  void everySettingHasADefaultWithinItsBoundsAndACodeOfItsOwn() {
    assertEquals(Setting.values().length,
        Arrays.stream(Setting.values()).mapToInt(Setting::code).distinct().count());
    for (Setting setting : Setting.values()) {
      assertTrue(setting.least() <= setting.standard() && setting.standard() <= setting.most(), setting.label());
      assertEquals(setting, Setting.named(setting.label()).orElseThrow());
    }
    assertTrue(Setting.named("nonsense").isEmpty());
  }

  @Test
  void blocksOfIdsAndSingleIdsComeFromOneLine() {
    RequestKey key = new RequestKey(1, 2);
    assertEquals(new CommandResult.Ids(IdWindow.FIRST_ID, 100), apply(new ClusterCommand.ReserveIds(100)));
    state = state.with(state.ids().with(key));
    assertEquals(IdWindow.FIRST_ID + 100, state.ids().idOf(key));
    assertEquals(new CommandResult.Ids(IdWindow.FIRST_ID + 101, 1), apply(new ClusterCommand.ReserveIds(1)));
    refused(new ClusterCommand.ReserveIds(0));
  }

  @Test
  void theSafePointNeverGoesBack() {
    done(new ClusterCommand.AdvanceSafePoint(10));
    assertTrue(refused(new ClusterCommand.AdvanceSafePoint(9)).contains("10"));
    done(new ClusterCommand.AdvanceSafePoint(10));
    assertThrows(UnsupportedOperationException.class, () -> state.stores().clear());
  }
}
