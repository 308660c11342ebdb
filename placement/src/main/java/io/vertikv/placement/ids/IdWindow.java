package io.vertikv.placement.ids;

import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.bytes.MalformedBytes;
import java.util.ArrayList;
import java.util.List;

/**
 * The replicated state: the next id, and for which keys the last ones were given, oldest first. A key that comes again
 * within the window gets its id again; one that comes after {@link #KEYS_MAX} others gets a new id, which wastes the old
 * one and harms nobody. Immutable, since the apply thread and the loop each have their own.
 *
 * <pre>
 * next id u64 | count u16 | (key 16 bytes, id u64)*
 * </pre>
 */
public record IdWindow(long nextId, List<Grant> grants) {
  /** Below it are the ids that a cluster is founded with. */
  public static final long FIRST_ID = 101;
  /** How many keys are remembered. */
  public static final int KEYS_MAX = 256;
  public static final IdWindow EMPTY = new IdWindow(FIRST_ID, List.of());

  /** An id and the wish that it was given for. */
  public record Grant(RequestKey key, long id) {}

  public IdWindow {
    grants = List.copyOf(grants);
    if (nextId < FIRST_ID || grants.size() > KEYS_MAX) {
      throw new IllegalArgumentException("next id " + nextId + ", " + grants.size() + " keys");
    }
  }

  /** 0 when none was given for this key, or it is forgotten. */
  public long idOf(RequestKey key) {
    for (Grant grant : grants) if (grant.key().equals(key)) return grant.id();
    return 0;
  }

  /** With an id for this key: the one that it has, or the next. */
  public IdWindow with(RequestKey key) {
    if (idOf(key) != 0) return this;
    List<Grant> more = new ArrayList<>(grants.subList(grants.size() < KEYS_MAX ? 0 : 1, grants.size()));
    more.add(new Grant(key, nextId));
    return new IdWindow(nextId + 1, more);
  }

  public void write(ByteWriter out) {
    out.u64(nextId).u16(grants.size());
    for (Grant grant : grants) {
      grant.key().write(out);
      out.u64(grant.id());
    }
  }

  public static IdWindow read(ByteReader in) {
    long nextId = in.u64();
    int count = in.u16();
    if (nextId < FIRST_ID || count > KEYS_MAX) throw new MalformedBytes("next id " + nextId + ", " + count + " keys");
    List<Grant> grants = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      Grant grant = new Grant(RequestKey.read(in), in.u64());
      if (grant.id() < FIRST_ID || grant.id() >= nextId)
        throw new MalformedBytes("id " + grant.id() + " was not given");
      grants.add(grant);
    }
    return new IdWindow(nextId, grants);
  }
}
