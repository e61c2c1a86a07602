package io.framering.echo;

import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** Host names, addresses and ports: checked, resolved and written. */
final class Addresses {
  private static final int HIGHEST_PORT = 65_535;

  /** Groups of an IPv6 address that may be left out; Java writes all of them. */
  private static final Pattern ZEROS = Pattern.compile("(^|:)(0(:|$)){2,}");

  private Addresses() {}

  /**
   * @throws IllegalArgumentException when it is none
   */
  static int checkPort(int port, int lowest) {
    if (port < lowest || port > HIGHEST_PORT) {
      throw new IllegalArgumentException(
          "port " + port + ": must be " + lowest + " to " + HIGHEST_PORT);
    }
    return port;
  }

  /**
   * @throws IllegalArgumentException when it is empty
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

  /** What to tell a person whose address and port can't be listened on. */
  static EchoException cannotListen(InetAddress address, int port, Exception cause) {
    String system = String.valueOf(cause.getMessage());
    String advice = "";
    if (system.contains("in use")) {
      advice = "; end the program that uses it, or choose another port (0 picks a free one)";
    } else if (system.contains("denied")) {
      advice = "; ports below 1024 are for root (or CAP_NET_BIND_SERVICE)";
    } else if (system.contains("assign")) {
      advice = "; it is not an address of this host";
    }
    return new EchoException(
        "can't listen on " + text(address, port) + ": " + system + advice, cause);
  }

  /** Whether an address belongs to no interface of this host, or its protocol is switched off. */
  static boolean isMissing(BindException failure) {
    return String.valueOf(failure.getMessage()).contains("assign");
  }
}
