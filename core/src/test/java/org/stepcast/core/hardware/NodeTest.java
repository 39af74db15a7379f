package org.stepcast.core.hardware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class NodeTest {

    @Test
    void oneDeviceNeedsNoLink() {
        assertThat(new Node(1, Link.none()).link().exists()).isFalse();
    }

    @Test
    void severalDevicesNeedALink() {
        assertThatThrownBy(() -> new Node(2, Link.none())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aLinkWithoutRateIsNoLink() {
        assertThatThrownBy(() -> new Link(LinkKind.NVLINK, 0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Link(LinkKind.NONE, 1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Network(NetworkKind.ROCE, 0, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
