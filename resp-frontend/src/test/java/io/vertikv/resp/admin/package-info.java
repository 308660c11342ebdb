/** Tests of the server group: sessions with a server over a region in memory, and the pages made from the command table. */
package io.vertikv.resp.admin;
