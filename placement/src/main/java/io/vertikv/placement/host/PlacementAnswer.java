package io.vertikv.placement.host;

import io.vertikv.placement.driver.RegionAnswer;
import io.vertikv.placement.driver.StoreAnswer;
import java.util.List;

/** What comes of a {@link PlacementRequest}. */
public sealed interface PlacementAnswer {
  /** @param term whose driver has heard it: another one knows nothing of what was reported before */
  record OfStore(long term, StoreAnswer answer) implements PlacementAnswer {}

  /** In the order of the reports. */
  record OfRegions(long term, List<RegionAnswer> answers) implements PlacementAnswer {
    public OfRegions {
      answers = List.copyOf(answers);
    }
  }

  record Done() implements PlacementAnswer {}

  /** To a question. */
  record Told(String text) implements PlacementAnswer {}

  /** Ask there; 0: no leader is known. */
  record Elsewhere(long leaderStore) implements PlacementAnswer {}

  /** Asking again would not help. */
  record Refused(String reason) implements PlacementAnswer {}

  /** Ask again in a while. */
  record NotNow(String reason) implements PlacementAnswer {}
}
