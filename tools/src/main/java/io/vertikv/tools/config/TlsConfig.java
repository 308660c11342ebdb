package io.vertikv.tools.config;

import java.util.List;

/** What is encrypted, and with which certificate. The names are Redis' own. */
public record TlsConfig(int port, boolean plainPort, String certFile, String keyFile, String caCertFile,
    ClientCertificates authClients, boolean cluster, boolean clusterHosts, boolean admin, long reloadMillis) {
  static final Setting<Integer> PORT = Setting.of("tls.port", Kind.integer(0, 65535), "0",
      "Port for Redis clients that speak TLS. 0: none.");
  static final Setting<Boolean> PLAIN_PORT = Setting.of("tls.plain-port", Kind.yesNo(), "true",
      "Whether port is opened beside tls.port. false: clients must speak TLS.");
  static final Setting<String> CERT_FILE = Setting.of("tls.cert-file", Forms.FILE_OR_NOTHING, "",
      "Certificate of this node in PEM, and those between it and the authority.");
  static final Setting<String> KEY_FILE = Setting.of("tls.key-file", Forms.FILE_OR_NOTHING, "",
      "Its private key in PEM (PKCS 8), not encrypted: let only this user read it.");
  static final Setting<String> CA_CERT_FILE = Setting.of("tls.ca-cert-file", Forms.FILE_OR_NOTHING, "",
      "Certificates in PEM of the authority that signs those of nodes and clients.");
  static final Setting<ClientCertificates> AUTH_CLIENTS = Setting.of("tls.auth-clients",
      Kind.choice(ClientCertificates.class), "yes",
      "Whether clients must show a certificate of the authority; optional: only one that they show must be right.");
  static final Setting<Boolean> CLUSTER = Setting.of("tls.cluster", Kind.yesNo(), "false",
      "Whether nodes speak TLS on node-port, each showing its certificate. The same on all nodes.",
      "The ports of discovery stay plain: they carry no data and no secrets, and belong in a trusted network.");
  static final Setting<Boolean> CLUSTER_HOSTS = Setting.of("tls.cluster-hosts", Kind.yesNo(), "true",
      "Whether a node's certificate must name the host at which others reach it.");
  static final Setting<Boolean> ADMIN = Setting.of("tls.admin", Kind.yesNo(), "false",
      "Whether the admin port speaks HTTPS. tls.auth-clients holds there too.");
  static final Setting<Long> RELOAD = Setting.of("tls.reload", Kind.time(0, 86_400_000), "10s",
      "How often the files are looked at; new connections use what is in them. 0: only at the start.");
  static final List<Setting<?>> SETTINGS = List.of(PORT, PLAIN_PORT, CERT_FILE, KEY_FILE, CA_CERT_FILE, AUTH_CLIENTS,
      CLUSTER, CLUSTER_HOSTS, ADMIN, RELOAD);

  public TlsConfig {
    if (!plainPort && port == 0)
      throw new IllegalArgumentException("tls.plain-port = false: clients would find no port; set tls.port");
    boolean asked = port != 0 || cluster || admin;
    if (asked && (certFile.isEmpty() || keyFile.isEmpty()))
      throw new IllegalArgumentException(
          "tls.cert-file = %s, tls.key-file = %s: must both be set for tls.port, tls.cluster and tls.admin"
              .formatted(certFile, keyFile));
    boolean believes = cluster || (port != 0 || admin) && authClients != ClientCertificates.NO;
    if (believes && caCertFile.isEmpty())
      throw new IllegalArgumentException(
          "tls.ca-cert-file = : must be set for tls.cluster, and unless tls.auth-clients = no");
  }

  static TlsConfig from(Values values) {
    return new TlsConfig(values.get(PORT), values.get(PLAIN_PORT), values.get(CERT_FILE), values.get(KEY_FILE),
        values.get(CA_CERT_FILE), values.get(AUTH_CLIENTS), values.get(CLUSTER), values.get(CLUSTER_HOSTS),
        values.get(ADMIN), values.get(RELOAD));
  }

  /** True when there are files to read. */
  public boolean used() {
    return port != 0 || cluster || admin;
  }
}
