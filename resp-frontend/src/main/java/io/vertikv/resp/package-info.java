/** resp-frontend. */
package io.vertikv.resp;
