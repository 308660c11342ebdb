package io.vertikv.store.rpc.net;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * Mutual TLS between stores: each shows a certificate, and believes those that the authority has signed.
 *
 * @param certificate PEM: the store's certificate, and those between it and the authority
 * @param key PEM, PKCS 8
 * @param authority PEM: the certificates that sign stores' certificates
 * @param hostsChecked whether a store's certificate must name the host that was dialed
 */
public record TlsFiles(Path certificate, Path key, Path authority, boolean hostsChecked) {
  private static final Set<String> PROTOCOLS = Set.of("TLSv1.3", "TLSv1.2");

  /** What stands in the files at this moment; compared to know whether they have changed. */
  record Contents(Buffer certificate, Buffer key, Buffer authority, boolean hostsChecked) {
    ServerSSLOptions forServer() {
      ServerSSLOptions options = new ServerSSLOptions().setClientAuth(ClientAuth.REQUIRED);
      options.setKeyCertOptions(identity()).setTrustOptions(trust()).setEnabledSecureTransportProtocols(PROTOCOLS);
      return options;
    }

    ClientSSLOptions forClient() {
      ClientSSLOptions options = new ClientSSLOptions().setHostnameVerificationAlgorithm(verification());
      options.setKeyCertOptions(identity()).setTrustOptions(trust()).setEnabledSecureTransportProtocols(PROTOCOLS);
      return options;
    }

    void applyTo(NetServerOptions options) {
      options.setSsl(true).setClientAuth(ClientAuth.REQUIRED).setKeyCertOptions(identity()).setTrustOptions(trust())
          .setEnabledSecureTransportProtocols(PROTOCOLS);
    }

    void applyTo(NetClientOptions options) {
      options.setSsl(true).setHostnameVerificationAlgorithm(verification()).setKeyCertOptions(identity())
          .setTrustOptions(trust()).setEnabledSecureTransportProtocols(PROTOCOLS);
    }

    private String verification() { return hostsChecked ? "HTTPS" : ""; }

    private PemKeyCertOptions identity() { return new PemKeyCertOptions().addCertValue(certificate).addKeyValue(key); }

    private PemTrustOptions trust() { return new PemTrustOptions().addCertValue(authority); }
  }

  /** Reads the files: blocks. */
  Contents read() throws IOException {
    return new Contents(bytes(certificate), bytes(key), bytes(authority), hostsChecked);
  }

  private static Buffer bytes(Path file) throws IOException {
    return Buffer.buffer(Files.readAllBytes(file));
  }
}
