// SPDX-License-Identifier: Apache-2.0
package io.framering.echo;

import java.io.IOException;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.DatagramChannel;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Host names, addresses and ports: checked, resolved and written. */
final class Addresses {
  private static final int HIGHEST_PORT = 65_535;

  private static final int FIRST_FREE_FOR_ALL = 1024;

  /**
   * The number of neighbouring ports to try after a failure; it is unlikely that all are in use.
   */
  private static final int NEIGHBOURS = 8;

  /** Groups of an IPv6 address that may be omitted; Java writes all of them. */
  private static final Pattern ZEROS = Pattern.compile("(^|:)(0(:|$)){2,}");

  private Addresses() {}

  /**
   * @throws IllegalArgumentException if it is out of range
   */
  static int checkPort(int port, int lowest) {
    if (port < lowest || port > HIGHEST_PORT) {
      throw new IllegalArgumentException(
          "port " + port + ": must be " + lowest + " to " + HIGHEST_PORT);
    }
    return port;
  }

  /**
   * @throws IllegalArgumentException if it is empty
   */
  static String checkHost(String host) {
    if (host.isBlank()) {
      throw new IllegalArgumentException("host: must be a name or an address, not empty");
    }
    return host;
  }

  static InetAddress[] resolve(String host) throws EchoException {
    try {
      return InetAddress.getAllByName(host);
    } catch (UnknownHostException e) {
      throw new EchoException(
          "host " + host + ": no address is known for this name; check its spelling", e);
    }
  }

  /** "127.0.0.1:51234", "[::1]:51234". */
  static String text(InetSocketAddress address) {
    return text(address.getAddress(), address.getPort());
  }

  static String text(InetAddress address, int port) {
    String host = address.getHostAddress();
    if (address instanceof Inet6Address) {
      host = "[" + ZEROS.matcher(host).replaceFirst("::") + "]";
    }
    return host + ":" + port;
  }

  /**
   * The error for an address and port that cannot be listened on. The exception's text is
   * localized, and there is no exception type per reason, so further binds find the reason.
   */
  static EchoException cannotListen(InetAddress address, int port, Exception cause) {
    String advice = "";
    if (isMissing(address, cause)) {
      advice = "; it is not an address of this host";
    } else if (cause instanceof BindException) {
      advice =
          isDenied(address, port)
              ? "; ports below 1024 are for root (or CAP_NET_BIND_SERVICE)"
              : "; end the program that uses it, or choose another port (0 picks a free one)";
    }
    return new EchoException(
        "can't listen on " + text(address, port) + ": " + ErrorText.of(cause) + advice, cause);
  }

  /** Whether an address belongs to no interface of this host, or its protocol is switched off. */
  static boolean isMissing(InetAddress address, Exception failure) {
    return failure instanceof UnsupportedOperationException
        || failure instanceof BindException && !canBind(address, 0);
  }

  /** Whether the privilege is missing, and not just this port in use: its neighbours fail, too. */
  private static boolean isDenied(InetAddress address, int port) {
    return port < FIRST_FREE_FOR_ALL
        && IntStream.rangeClosed(Math.max(1, port - NEIGHBOURS), port)
            .noneMatch(near -> canBind(address, near));
  }

  /** Whether a datagram socket can bind to this port; 0 means any port. */
  private static boolean canBind(InetAddress address, int port) {
    try (DatagramChannel probe = Binding.udp(new InetSocketAddress(address, port))) {
      return probe.isOpen();
    } catch (BindException e) {
      return false;
    } catch (IOException e) {
      return true; // out of something else
    }
  }
}
