package org.stepcast.sampler.launch;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.stepcast.core.error.BadInputException;

/**
 * Where the ranks of a job meet. Rank 0 listens at the master address, every rank connects to it. All ranks call the same
 * exchanges in the same order; a rank that is missing, lost or out of step ends the exchange on all others with a message
 * that names it. Not thread-safe.
 */
public final class Rendezvous implements AutoCloseable {

    /** First word of a connection; others are no rank of ours. */
    static final String GREETING = "stepcast-rendezvous-1";

    /** What a rank says before the text: its part of an exchange, or why it gives up. */
    static final int PART = 1;

    static final int FAILURE = 2;

    /** What rank 0 answers: the parts of all ranks, or what went wrong. */
    static final int PARTS = 3;

    static final int FAULT = 4;

    private static final String END = "the end";
    private static final long RETRY_MILLIS = 100;

    /** How much later than rank 0 the other ranks give up, so that its message comes first. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final RankPlace place;
    private final Optional<RendezvousServer> server;
    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;

    private Rendezvous(RankPlace place, Optional<RendezvousServer> server, Socket socket) throws IOException {
        this.place = place;
        this.server = server;
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
        this.out = new DataOutputStream(socket.getOutputStream());
    }

    /**
     * Returns when all ranks are there.
     *
     * @param patience how long to wait for a missing rank, here and in every exchange
     * @throws BadInputException if one does not come, two call themselves alike, or rank 0 cannot be reached
     */
    public static Rendezvous join(RankPlace place, Duration patience) {
        Optional<RendezvousServer> server =
                place.isFirst() ? Optional.of(RendezvousServer.open(place, patience)) : Optional.empty();
        Rendezvous rendezvous = connect(place, server, patience);
        try {
            rendezvous.greet(patience);
            return rendezvous;
        } catch (RuntimeException failed) {
            rendezvous.close();
            throw failed;
        }
    }

    /**
     * Gives a text to all ranks and takes theirs.
     *
     * @param topic what it is about, the same on all ranks; for messages
     * @return the texts of all ranks, in their order
     */
    public List<String> exchange(String topic, String text) {
        try {
            out.writeByte(PART);
            out.writeUTF(topic);
            out.writeUTF(text);
            out.flush();
            return answer();
        } catch (IOException broken) {
            throw lostMaster(topic, broken);
        }
    }

    /** Ends the work of all ranks with a reason, which their next exchange throws. */
    public void fail(String reason) {
        try {
            out.writeByte(FAILURE);
            out.writeUTF(reason);
            out.flush();
        } catch (IOException broken) {
            // Rank 0 is gone, and with it all those who could have been told.
        }
    }

    /** Returns when all ranks have finished; a rank that closes without is taken for lost. */
    public void finish() {
        exchange(END, "");
    }

    static boolean isEnd(String topic) {
        return topic.equals(END);
    }

    public RankPlace place() {
        return place;
    }

    /** This node's address on the network that leads to rank 0. */
    public InetAddress localAddress() {
        return socket.getLocalAddress();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException alreadyBroken) {
            // There is nothing left to close.
        }
        server.ifPresent(RendezvousServer::close);
    }

    private static Rendezvous connect(RankPlace place, Optional<RendezvousServer> server, Duration patience) {
        long deadlineNanos = System.nanoTime() + patience.toNanos();
        String reason;
        do {
            try {
                Socket socket = new Socket();
                InetSocketAddress master = place.master();
                socket.connect(
                        new InetSocketAddress(master.getHostString(), master.getPort()), (int) patience.toMillis());
                socket.setTcpNoDelay(true);
                socket.setSoTimeout((int) patience.plus(GRACE).toMillis());
                return new Rendezvous(place, server, socket);
            } catch (UnknownHostException unknown) {
                reason = "its host name is unknown";
            } catch (IOException refused) {
                reason = String.valueOf(refused.getMessage());
            }
            sleep();
        } while (System.nanoTime() < deadlineNanos);
        server.ifPresent(RendezvousServer::close);
        throw new BadInputException("rank " + place.rank() + ": rank 0 cannot be reached at " + text(place) + " within "
                + patience.toSeconds() + " s: " + reason + "."
                + "\n  Look whether rank 0 runs, and whether that address and port can be reached from here.");
    }

    private static void sleep() {
        try {
            Thread.sleep(RETRY_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private void greet(Duration patience) {
        try {
            out.writeUTF(GREETING);
            out.writeInt(place.rank());
            out.writeInt(place.rankCount());
            out.writeUTF(processText());
            out.flush();
            answer();
        } catch (IOException broken) {
            throw lostMaster("the meeting of all ranks within " + patience.toSeconds() + " s", broken);
        }
    }

    private static String processText() {
        return Variables.hostName() + ", process " + ProcessHandle.current().pid();
    }

    private List<String> answer() throws IOException {
        if (in.readByte() == FAULT) {
            throw new BadInputException(in.readUTF());
        }
        int count = in.readInt();
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            texts.add(in.readUTF());
        }
        return texts;
    }

    private BadInputException lostMaster(String topic, IOException broken) {
        String what = broken instanceof SocketTimeoutException
                ? "does not answer"
                : broken instanceof EOFException ? "is gone" : "is lost (" + broken.getMessage() + ")";
        return new BadInputException("rank " + place.rank() + ": rank 0 at " + text(place) + " " + what + ", at "
                + topic + ".\n  Its own message says why; rows that it has written are kept.");
    }

    private static String text(RankPlace place) {
        return place.master().getHostString() + ":" + place.master().getPort();
    }
}
