/** Tests of replies as they travel between stores. */
package io.vertikv.resp.reply;
