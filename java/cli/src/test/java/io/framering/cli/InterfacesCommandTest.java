// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.capture.NetworkInterfaces.Interface;
import io.framering.frame.LinkType;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mockito.Mockito;

@DisplayName("framering interfaces")
class InterfacesCommandTest {
  @Test
  void isATableWithTheAddressesLast() throws UnknownHostException {
    Interface lo = interfaceOf("lo", true, true, LinkType.ETHERNET, "127.0.0.1/8", "::1/128");
    Interface eth = interfaceOf("enp0s31f6", true, false, LinkType.ETHERNET);
    Interface tun = interfaceOf("tun0", false, false, LinkType.RAW);

    assertThat(InterfacesCommand.table(List.of(lo, eth, tun), true))
        .isEqualTo(
            """
            NAME       STATE           LINK TYPE  ADDRESSES
            lo         up              Ethernet   127.0.0.1/8, ::1/128
            enp0s31f6  up, no carrier  Ethernet
            tun0       down            Raw IP
            """);
  }

  @ParameterizedTest
  @CsvSource({"fe80::fc:ff:fe00:1/64", "2001:db8::/32", "::/0", "10.0.0.1/24"})
  void addressesAreShort(String address) throws UnknownHostException {
    Interface any = interfaceOf("x", true, true, LinkType.ETHERNET, address);

    assertThat(InterfacesCommand.table(List.of(any), true)).endsWith("  " + address + "\n");
  }

  private static Interface interfaceOf(
      String name, boolean up, boolean running, LinkType type, String... addresses)
      throws UnknownHostException {
    InterfaceAddress[] all = new InterfaceAddress[addresses.length];
    for (int i = 0; i < all.length; i++) {
      String[] parts = addresses[i].split("/");
      all[i] = Mockito.mock();
      Mockito.when(all[i].getAddress()).thenReturn(InetAddress.getByName(parts[0]));
      Mockito.when(all[i].getNetworkPrefixLength()).thenReturn(Short.valueOf(parts[1]));
    }
    Interface made = Mockito.spy(new Interface(1, name, up, running, false, type, 1500));
    Mockito.doReturn(Arrays.asList(all)).when(made).addresses();
    return made;
  }
}
