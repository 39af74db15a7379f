package org.stepcast.sampler.backend;

import java.net.InetAddress;
import java.util.List;

/** How the ranks find each other before a library connects them. */
public interface Meeting {

    int rank();

    int rankCount();

    /** A name or address of the node of rank 0 that every rank can reach. */
    String masterHost();

    /** This node's address that the other ranks can reach. */
    InetAddress localAddress();

    /** Gives a text to all ranks and takes theirs, in the order of ranks. */
    List<String> exchange(String topic, String text);
}
