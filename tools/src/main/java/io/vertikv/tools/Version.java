package io.vertikv.tools;

import java.util.Optional;

/** The version of VertiKV. */
public final class Version {
  private Version() {}

  /** From the manifest of the jar that the build makes. */
  public static String number() {
    return Optional.ofNullable(Version.class.getPackage().getImplementationVersion()).orElse("(not packaged)");
  }
}
