package io.vertikv.tools.crash;

import java.util.List;

/** How a crash test ended. No problems: all that was promised was kept. */
public record CrashReport(int rounds, int kills, int startKills, long acknowledged, long unknown, int keys,
    List<String> problems) {}
