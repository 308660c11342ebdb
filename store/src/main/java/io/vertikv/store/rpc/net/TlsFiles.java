package io.vertikv.store.rpc.net;

import io.vertx.core.Vertx;
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
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.X509KeyManager;

/**
 * The files of TLS. Between stores it is mutual: each shows a certificate, and believes those that the authority has signed.
 *
 * @param certificate PEM: the node's certificate, and those between it and the authority
 * @param key PEM, PKCS 8
 * @param authority PEM: the certificates that sign those of others; empty where nobody is asked for one
 * @param hostsChecked whether a store's certificate must name the host that was dialed
 */
public record TlsFiles(Path certificate, Path key, Optional<Path> authority, boolean hostsChecked) {
  private static final List<String> KEY_TYPES = List.of("EC", "RSA", "EdDSA");
  private static final Set<String> PROTOCOLS = Set.of("TLSv1.3", "TLSv1.2");

  /** What stands in the files at this moment; compared to know whether they have changed. */
  public record Contents(Buffer certificate, Buffer key, Optional<Buffer> authority, boolean hostsChecked) {
    /** For a server that serves already: {@code NetServer.updateSSLOptions}. */
    public ServerSSLOptions forServer(ClientAuth others) {
      ServerSSLOptions options = new ServerSSLOptions().setClientAuth(others);
      options.setKeyCertOptions(identity()).setTrustOptions(trust()).setEnabledSecureTransportProtocols(PROTOCOLS);
      return options;
    }

    ClientSSLOptions forClient() {
      ClientSSLOptions options = new ClientSSLOptions().setHostnameVerificationAlgorithm(verification());
      options.setKeyCertOptions(identity()).setTrustOptions(trust()).setEnabledSecureTransportProtocols(PROTOCOLS);
      return options;
    }

    /** @param others what those who connect have to show */
    public void applyTo(NetServerOptions options, ClientAuth others) {
      options.setSsl(true).setClientAuth(others).setKeyCertOptions(identity()).setTrustOptions(trust())
          .setEnabledSecureTransportProtocols(PROTOCOLS);
    }

    void applyTo(NetClientOptions options) {
      options.setSsl(true).setHostnameVerificationAlgorithm(verification()).setKeyCertOptions(identity())
          .setTrustOptions(trust()).setEnabledSecureTransportProtocols(PROTOCOLS);
    }

    /**
     * Throws when these are not certificates with their key. Done before they are put to use, since Vert.x would forget the
     * old ones first.
     */
    void check(Vertx vertx) throws Exception {
      if (authority.isPresent()) trust().getTrustManagerFactory(vertx);
      X509KeyManager keys = (X509KeyManager) identity().getKeyManagerFactory(vertx).getKeyManagers()[0];
      for (String type : KEY_TYPES) {
        String[] aliases = keys.getServerAliases(type, null);
        if (aliases == null) continue;
        checkPair(keys.getPrivateKey(aliases[0]), keys.getCertificateChain(aliases[0])[0]);
        return;
      }
      throw new CertificateException("a key that is none of " + KEY_TYPES);
    }

    /** Files that are replaced one after the other may not match for a moment. */
    private static void checkPair(PrivateKey key, X509Certificate certificate) throws GeneralSecurityException {
      Signature signature = Signature.getInstance(switch (key.getAlgorithm()) {
        case "EC" -> "SHA256withECDSA";
        case "RSA" -> "SHA256withRSA";
        default -> key.getAlgorithm();
      });
      signature.initSign(key);
      byte[] signed = signature.sign();
      signature.initVerify(certificate.getPublicKey());
      if (!signature.verify(signed)) throw new CertificateException("the key is not the certificate's");
    }

    private String verification() { return hostsChecked ? "HTTPS" : ""; }

    private PemKeyCertOptions identity() { return new PemKeyCertOptions().addCertValue(certificate).addKeyValue(key); }

    /** Null: nobody. */
    private PemTrustOptions trust() {
      return authority.map(signers -> new PemTrustOptions().addCertValue(signers)).orElse(null);
    }

    /** Never the key. */
    @Override
    public String toString() { return "Contents[hostsChecked=" + hostsChecked + "]"; }
  }

  /** Reads the files and checks what they hold: blocks. */
  public Contents read(Vertx vertx) throws Exception {
    Optional<Buffer> signers = authority.isPresent() ? Optional.of(bytes(authority.get())) : Optional.empty();
    Contents contents = new Contents(bytes(certificate), bytes(key), signers, hostsChecked);
    contents.check(vertx);
    return contents;
  }

  private static Buffer bytes(Path file) throws IOException {
    return Buffer.buffer(Files.readAllBytes(file));
  }
}
