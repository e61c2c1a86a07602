// SPDX-License-Identifier: Apache-2.0
package io.framering.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.frame.LinkType;
import io.framering.testing.Namespace;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(600)
class NetworkInterfacesTest {
  private static Namespace namespace;

  @BeforeAll
  static void createNamespace() {
    namespace = Namespace.withVeth();
  }

  @AfterAll
  static void deleteNamespace() {
    if (namespace != null) {
      namespace.close();
    }
  }

  @Test
  void interfacesAreListedWithWhatIsKnownOfThem() throws Exception {
    namespace.ip("address add 192.0.2.1/24 dev right");
    List<NetworkInterfaces.Interface> interfaces = namespace.call(NetworkInterfaces::list);
    assertThat(interfaces)
        .extracting(NetworkInterfaces.Interface::name)
        .containsExactly("lo", "right", "left");
    NetworkInterfaces.Interface right = interfaces.get(1);
    assertThat(right.up()).isTrue();
    assertThat(right.running()).isTrue();
    assertThat(right.loopback()).isFalse();
    assertThat(right.mtu()).isEqualTo(9000);
    assertThat(right.linkType()).isEqualTo(LinkType.ETHERNET);
    assertThat(namespace.call(right::addresses))
        .extracting(address ->
            address.getAddress().getHostAddress() + "/" + address.getNetworkPrefixLength())
        .contains("192.0.2.1/24");
    namespace.ip("address del 192.0.2.1/24 dev right");
  }
}
