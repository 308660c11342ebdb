/** Tests of the RDB forms, with bytes that strangers may send. */
package io.vertikv.resp.rdb;
