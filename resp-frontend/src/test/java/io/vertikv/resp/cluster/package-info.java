/** Tests of maps of the cluster and of the replies that are made from them. */
package io.vertikv.resp.cluster;
