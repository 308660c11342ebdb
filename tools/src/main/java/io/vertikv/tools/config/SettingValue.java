package io.vertikv.tools.config;

/** A setting with the value in force. {@code text} is what somebody wrote, {@code value} what it came to. */
public record SettingValue<T>(Setting<T> setting, T value, String text, Origin origin) {
  private static final String MASK = "(hidden)";

  /** The value for people's eyes: written out, and masked when it is a secret that has been set. */
  public String shown() {
    String written = setting.kind().write(value);
    return setting.secret() && !written.isEmpty() ? MASK : written;
  }

  /** Why the value is what it is: "default", "default auto", "--port", "vertikv.conf: 12". */
  public String reason() {
    return "auto".equals(text) && !"auto".equals(setting.kind().write(value)) ? origin + ", auto" : origin.toString();
  }
}
