/** The plan of a playground: ports that do not meet and a join list that is the same on all nodes. */
package io.vertikv.tools.playground;
