package io.vertikv.store.rpc.net;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate authority of one test. Writes X.509 version 3 certificates in DER by hand (RFC 5280), since the JDK can read
 * but not make them.
 */
public final class TestAuthority {
  private static final byte[] ECDSA_WITH_SHA256 = sequence(oid(0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02));
  private final String name;
  private final KeyPair keys = newKeys();
  private int serial = 1;

  public TestAuthority(String name) { this.name = name; }

  /** Writes {@code authority.pem}, and {@code store.pem} with {@code store.key} for a store on 127.0.0.1. */
  public TlsFiles writeTo(Path folder, boolean hostsChecked) throws IOException {
    TlsFiles files = new TlsFiles(folder.resolve("store.pem"), folder.resolve("store.key"),
        Optional.of(folder.resolve("authority.pem")), hostsChecked);
    KeyPair store = newKeys();
    Files.writeString(files.key(), pem("PRIVATE KEY", store.getPrivate().getEncoded()));
    Files.writeString(files.certificate(), pem("CERTIFICATE", certificate("a store", store, alternativeName())));
    Files.writeString(folder.resolve("authority.pem"), pem("CERTIFICATE", certificate(name, keys, isAuthority())));
    return files;
  }

  /** For a client with a new certificate of this authority, who believes the other one. */
  public SSLContext context(TestAuthority believed) throws GeneralSecurityException, IOException {
    KeyPair client = newKeys();
    KeyStore own = KeyStore.getInstance("PKCS12");
    own.load(null, null);
    own.setKeyEntry("client", client.getPrivate(), new char[0],
        new Certificate[]{parsed(certificate("a client", client, alternativeName()))});
    KeyManagerFactory identity = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    identity.init(own, new char[0]);
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("authority",
        parsed(believed.certificate(believed.name, believed.keys, isAuthority())));
    TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(identity.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private static Certificate parsed(byte[] der) throws GeneralSecurityException {
    return CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
  }

  private byte[] certificate(String subject, KeyPair subjectKeys, byte[] extension) {
    byte[] validity = sequence(tagged(0x18, "20200101000000Z".getBytes(StandardCharsets.US_ASCII)),
        tagged(0x18, "21200101000000Z".getBytes(StandardCharsets.US_ASCII)));
    byte[] content = sequence(tagged(0xA0, tagged(2, new byte[]{2})), tagged(2, new byte[]{(byte) serial++}),
        ECDSA_WITH_SHA256, distinguished(name), validity, distinguished(subject), subjectKeys.getPublic().getEncoded(),
        tagged(0xA3, sequence(extension)));
    return sequence(content, ECDSA_WITH_SHA256, tagged(3, joined(new byte[1], signed(content))));
  }

  private byte[] signed(byte[] content) {
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(keys.getPrivate());
      signature.update(content);
      return signature.sign();
    } catch (GeneralSecurityException notInThisJdk) {
      throw new IllegalStateException(notInThisJdk);
    }
  }

  private static KeyPair newKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException notInThisJdk) {
      throw new IllegalStateException(notInThisJdk);
    }
  }

  /** subjectAltName: the address 127.0.0.1. */
  private static byte[] alternativeName() {
    return sequence(oid(0x55, 0x1D, 0x11), tagged(4, sequence(tagged(0x87, new byte[]{127, 0, 0, 1}))));
  }

  /** basicConstraints, critical: an authority. */
  private static byte[] isAuthority() {
    byte[] yes = tagged(1, new byte[]{-1});
    return sequence(oid(0x55, 0x1D, 0x13), yes, tagged(4, sequence(yes)));
  }

  private static byte[] distinguished(String commonName) {
    return sequence(tagged(0x31,
        sequence(oid(0x55, 0x04, 0x03), tagged(0x0C, commonName.getBytes(StandardCharsets.UTF_8)))));
  }

  private static byte[] oid(int... bytes) {
    byte[] content = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) content[i] = (byte) bytes[i];
    return tagged(6, content);
  }

  private static byte[] sequence(byte[]... parts) {
    return tagged(0x30, joined(parts));
  }

  private static byte[] tagged(int tag, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    if (content.length < 128) {
      out.write(content.length);
    } else if (content.length < 256) {
      out.write(0x81);
      out.write(content.length);
    } else {
      out.write(0x82);
      out.write(content.length >> 8);
      out.write(content.length);
    }
    out.writeBytes(content);
    return out.toByteArray();
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) out.writeBytes(part);
    return out.toByteArray();
  }

  private static String pem(String what, byte[] der) {
    return "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(der)
        + "\n-----END " + what + "-----\n";
  }
}
