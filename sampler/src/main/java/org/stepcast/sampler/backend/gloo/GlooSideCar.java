package org.stepcast.sampler.backend.gloo;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.FloatBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.stepcast.core.error.UserException;
import org.stepcast.sampler.backend.Meeting;
import org.stepcast.sampler.backend.Refusal;
import org.stepcast.sampler.backend.gloo.BridgeLink.Word;

/** The process beside a rank that sums its values by Gloo; ends when the rank does. Only {@link GlooBridge} starts it. */
final class GlooSideCar {

    private final SideCarTask task;
    private final BridgeLink link;

    private GlooSideCar(SideCarTask task, BridgeLink link) {
        this.task = task;
        this.link = link;
    }

    /** A main outside of sampler.app: the program is not for people, and knows nothing of the command line. */
    public static void main(String[] arguments) throws IOException {
        SideCarTask task = SideCarTask.parse(arguments);
        FloatBuffer values = GlooBridge.map(task.memory(), task.valueCount());
        try (BridgeLink link = new BridgeLink(SocketChannel.open(UnixDomainSocketAddress.of(task.socket())))) {
            new GlooSideCar(task, link).run(values);
        } catch (EOFException parentEnded) {
            return;
        }
    }

    private void run(FloatBuffer values) throws IOException {
        try (GlooGroup group = GlooGroup.connect(new ParentMeeting(task, link), task.patience());
                Tensor tensor = torch.from_blob(
                        new FloatPointer(values),
                        new long[] {task.valueCount()},
                        new TensorOptions(ScalarType.Float))) {
            link.say(Word.READY);
            while (link.read() == Word.SUM) {
                link.sayMicros(Word.SUMMED, sumMicros(group, tensor, link.readCount()));
            }
        } catch (UserException | Refusal failed) {
            link.sayText(Word.FAULT, "rank " + task.rank() + ": " + failed.getMessage());
        }
    }

    private static double sumMicros(GlooGroup group, Tensor tensor, int count) throws Refusal {
        long startNanos = System.nanoTime();
        group.await(() -> group.processes().allreduce(new TensorVector(tensor.narrow(0, 0, count))));
        return (System.nanoTime() - startNanos) / 1e3;
    }

    /** The parent's meeting. */
    private record ParentMeeting(SideCarTask task, BridgeLink link) implements Meeting {

        @Override
        public int rank() {
            return task.rank();
        }

        @Override
        public int rankCount() {
            return task.rankCount();
        }

        @Override
        public String masterHost() {
            return task.masterHost();
        }

        @Override
        public InetAddress localAddress() {
            try {
                return InetAddress.getByName(task.localAddress());
            } catch (UnknownHostException noAddress) {
                throw new IllegalStateException(noAddress);
            }
        }

        @Override
        public List<String> exchange(String topic, String text) {
            try {
                link.sayExchange(topic, text);
                link.read();
                return link.readTexts();
            } catch (IOException parentEnded) {
                throw new IllegalStateException(parentEnded);
            }
        }
    }
}
