package org.stepcast.sampler.launch;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.stepcast.core.error.BadInputException;

/** Rank 0's side of the rendezvous: one thread for each rank that has connected. */
final class RendezvousServer implements AutoCloseable {

    /** How long the last answers may take to leave. */
    private static final Duration FAREWELL = Duration.ofSeconds(5);

    private final ServerSocket listener;
    private final Board board;
    private final ConcurrentLinkedQueue<Thread> ranks = new ConcurrentLinkedQueue<>();

    private RendezvousServer(ServerSocket listener, Board board) {
        this.listener = listener;
        this.board = board;
    }

    static RendezvousServer open(RankPlace place, Duration patience) {
        InetSocketAddress master = place.master();
        try {
            ServerSocket listener = new ServerSocket();
            listener.setReuseAddress(true);
            InetSocketAddress address = new InetSocketAddress(master.getHostString(), master.getPort());
            boolean isLocal = !address.isUnresolved() && address.getAddress().isLoopbackAddress();
            listener.bind(isLocal ? address : new InetSocketAddress(master.getPort()), place.rankCount());
            RendezvousServer server = new RendezvousServer(listener, new Board(place.rankCount(), patience));
            Thread.ofVirtual().start(server::accept);
            return server;
        } catch (IOException taken) {
            throw new BadInputException("rank 0: port " + master.getPort() + " cannot be opened: " + taken.getMessage()
                    + ".\n  Another job or another rank 0 has it; choose one with MASTER_PORT or --master.");
        }
    }

    /** Rank 0 has closed its own connection by now, so that the others hear of its end. */
    @Override
    public void close() {
        long deadlineNanos = System.nanoTime() + FAREWELL.toNanos();
        for (Thread rank : ranks) {
            awaitEnd(rank, deadlineNanos);
        }
        try {
            listener.close();
        } catch (IOException alreadyBroken) {
            // There is nothing left to close.
        }
    }

    private static void awaitEnd(Thread rank, long deadlineNanos) {
        try {
            rank.join(Duration.ofNanos(Math.max(1, deadlineNanos - System.nanoTime())));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                socket.setTcpNoDelay(true);
                ranks.add(Thread.ofVirtual().start(() -> serve(socket)));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            if (in.readUTF().equals(Rendezvous.GREETING)) {
                serveRank(in, out);
            }
        } catch (IOException noRank) {
            // Something else has knocked, such as a port scan: no rank is lost by it.
            return;
        }
    }

    private void serveRank(DataInputStream in, DataOutputStream out) throws IOException {
        int rank = in.readInt();
        int rankCount = in.readInt();
        String process = in.readUTF();
        try {
            answer(out, board.join(rank, rankCount, process));
            while (in.readByte() == Rendezvous.PART) {
                answer(out, board.exchange(rank, in.readUTF(), in.readUTF()));
            }
            board.fail("rank " + rank + " (" + process + "): " + in.readUTF());
        } catch (Board.Failure failure) {
            out.writeByte(Rendezvous.FAULT);
            out.writeUTF(failure.getMessage());
        } catch (IOException left) {
            board.leave(rank);
        }
    }

    private static void answer(DataOutputStream out, List<String> texts) throws IOException {
        out.writeByte(Rendezvous.PARTS);
        out.writeInt(texts.size());
        for (String text : texts) {
            out.writeUTF(text);
        }
        out.flush();
    }
}
