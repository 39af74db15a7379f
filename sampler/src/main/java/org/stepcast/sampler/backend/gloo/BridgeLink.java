package org.stepcast.sampler.backend.gloo;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** What a process and its side-car say to each other. */
final class BridgeLink implements AutoCloseable {

    /** What comes next. */
    enum Word {
        /** From the side-car: a topic and a text for all ranks; answered by {@link #TEXTS}. */
        EXCHANGE,
        TEXTS,
        /** From the side-car: the ranks are connected. */
        READY,
        /** From the parent: sum so many values; answered by {@link #SUMMED} with the microseconds. */
        SUM,
        SUMMED,
        /** From the side-car: its work has ended, with the reason. */
        FAULT
    }

    private final SocketChannel channel;
    private final DataInputStream in;
    private final DataOutputStream out;

    BridgeLink(SocketChannel channel) {
        this.channel = channel;
        this.in = new DataInputStream(Channels.newInputStream(channel));
        this.out = new DataOutputStream(Channels.newOutputStream(channel));
    }

    Word read() throws IOException {
        return Word.valueOf(in.readUTF());
    }

    int readCount() throws IOException {
        return in.readInt();
    }

    double readMicros() throws IOException {
        return in.readDouble();
    }

    String readText() throws IOException {
        return in.readUTF();
    }

    List<String> readTexts() throws IOException {
        int count = in.readInt();
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            texts.add(in.readUTF());
        }
        return texts;
    }

    void say(Word word) throws IOException {
        out.writeUTF(word.name());
    }

    void sayCount(Word word, int count) throws IOException {
        say(word);
        out.writeInt(count);
    }

    void sayMicros(Word word, double micros) throws IOException {
        say(word);
        out.writeDouble(micros);
    }

    void sayTexts(Word word, List<String> texts) throws IOException {
        sayCount(word, texts.size());
        for (String text : texts) {
            out.writeUTF(text);
        }
    }

    void sayText(Word word, String text) throws IOException {
        say(word);
        out.writeUTF(text);
    }

    void sayExchange(String topic, String text) throws IOException {
        sayText(Word.EXCHANGE, topic);
        out.writeUTF(text);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
