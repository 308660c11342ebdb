package io.vertikv.tools.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;

/**
 * The log: to standard output, a line of text or a JSON object for each event. Logback finds this class as a service. It
 * is code and not logback.xml because reading XML costs a tenth of a start; whoever wants an own file names it in
 * {@code -Dlogback.configurationFile}, and this class steps aside.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_HIGH_PRIORITY)
public final class LogSetup extends ContextAwareBase implements Configurator {
  static final String LEVEL_PROPERTY = "vertikv.log.level";
  static final String JSON_PROPERTY = "vertikv.log.json";
  private static final String OWN_FILE_PROPERTY = "logback.configurationFile";
  private static final String PATTERN = "%d{yyyy-MM-dd HH:mm:ss.SSS} %-5level %-20.20logger{0} %msg%n";

  @Override
  public ExecutionStatus configure(LoggerContext logging) {
    if (System.getProperty(OWN_FILE_PROPERTY) != null) return ExecutionStatus.INVOKE_NEXT_IF_ANY;
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setContext(logging);
    console.setName("console");
    console.setEncoder(Boolean.getBoolean(JSON_PROPERTY) ? json(logging) : text(logging));
    console.start();
    logging.getLogger("ROOT").setLevel(Level.INFO);
    logging.getLogger("ROOT").addAppender(console);
    logging.getLogger("io.netty").setLevel(Level.WARN);
    logging.getLogger("com.hazelcast").setLevel(Level.ERROR); // it warns of each node that stops, several times
    logging.getLogger("io.vertikv").setLevel(Level.toLevel(System.getProperty(LEVEL_PROPERTY), Level.INFO));
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  private static Encoder<ILoggingEvent> text(LoggerContext logging) {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(logging);
    encoder.setPattern(PATTERN);
    encoder.start();
    return encoder;
  }

  private static Encoder<ILoggingEvent> json(LoggerContext logging) {
    JsonEncoder encoder = new JsonEncoder();
    encoder.setContext(logging);
    encoder.setWithSequenceNumber(false);
    encoder.setWithNanoseconds(false);
    encoder.setWithContext(false);
    encoder.setWithMDC(false);
    encoder.setWithMessage(false);
    encoder.setWithArguments(false);
    encoder.setWithFormattedMessage(true);
    encoder.start();
    return encoder;
  }
}
