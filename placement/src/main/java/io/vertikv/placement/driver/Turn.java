package io.vertikv.placement.driver;

import io.vertikv.placement.cluster.ClusterCommand;
import io.vertikv.placement.operator.Order;
import java.util.List;

/**
 * What a tick asks for.
 *
 * @param commands to be proposed to the placement group's log; asked for again if nothing comes of it
 * @param orders to be sent to the leaders of their regions; sent again if nothing comes of it
 */
public record Turn(List<ClusterCommand> commands, List<Order> orders) {}
