package io.vertikv.placement.cluster;

/** Where a store is reached, as host:port: by other stores, by operators, by Redis clients. Empty: not at all. */
public record StoreAddresses(String store, String admin, String resp) {
  public static final int CHARACTERS_MAX = 255;

  public StoreAddresses {
    if (store.isEmpty()) throw new IllegalArgumentException("a store without an address");
    for (String address : new String[]{store, admin, resp}) {
      if (address.length() > CHARACTERS_MAX)
        throw new IllegalArgumentException("address longer than " + CHARACTERS_MAX);
    }
  }
}
