package io.vertikv.tools.chaos;

import io.vertikv.tools.chaos.load.LoadPlan;
import io.vertikv.tools.chaos.load.Session;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What all trials have in common.
 *
 * @param mainClass the one that understands {@code start}
 * @param settings further settings of every node
 * @param folder for data, output and histories; the load keeps its histories there, too
 * @param again the command line that does the same again
 */
public record TrialPlan(int nodes, Class<?> mainClass, List<String> settings, LoadPlan load, Session.Opener opener,
    Path folder, String again) {
  public TrialPlan { settings = List.copyOf(settings); }

  TrialPlan with(List<String> further) {
    List<String> all = new ArrayList<>(settings);
    all.addAll(further);
    return new TrialPlan(nodes, mainClass, all, load, opener, folder, again);
  }
}
