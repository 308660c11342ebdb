package io.vertikv.tools.config;

/** Whether clients that speak TLS must show a certificate that the authority has signed. */
public enum ClientCertificates {
  NO, OPTIONAL, YES
}
