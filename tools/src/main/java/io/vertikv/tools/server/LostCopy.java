package io.vertikv.tools.server;

import java.nio.file.Path;

/**
 * A store whose log or state is not what was written. It may have voted, and acknowledged entries, that it does not know of
 * any more: taking part all the same could elect a leader that lacks acknowledged writes. So it refuses to start, and says
 * how to put a new store in its place.
 */
record LostCopy(Path data, ClusterSeat seat) {
  static String name(long group) {
    if (group == StoreGroups.ORACLE_GROUP) return "placement";
    return group == StoreGroups.FIRST_REGION ? "data" : "unknown";
  }

  /** @param cause null: none */
  StartRefused refused(String what, Throwable cause) {
    return new StartRefused(what + ". " + (seat.isAlone() ? alone() : replaceable()), cause);
  }

  private String alone() {
    return "This is the only copy of the data, and serving the rest of it would be to lie: restore " + data
        + " from a backup, or choose an empty folder with --data to begin anew";
  }

  private String replaceable() {
    return """
           Store %1$d must not vote or serve with what is left; the others go on without it. To put a new store in its place:
             1. vertikv ctl remove-peer %1$d --admin HOST:PORT     (the admin port of a node that serves)
             2. vertikv store reset --store %1$d --data %2$s       (puts the damaged data aside)
             3. start this node as before: it joins with a new store id, which it prints
             4. vertikv ctl add-peer NEW-ID --admin HOST:PORT"""
        .formatted(seat.store(), data);
  }
}
