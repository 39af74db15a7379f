package org.stepcast.estimator.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.Collections;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.stepcast.estimator.schedule.OneForwardOneBackward;
import org.stepcast.estimator.schedule.PipelineSimulation;
import org.stepcast.estimator.schedule.StageTimes;
import org.stepcast.estimator.timeline.TimelineSvg.Use;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class TimelineSvgTest {

    private static Document parsed(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }

    @Test
    void everySpanIsARectangleWithItsName() throws Exception {
        Timeline timeline = StepTracks.of(Courses.pair(), 1);
        Document picture = parsed(TimelineSvg.of(timeline, Use.FILE));

        assertThat(picture.getDocumentElement().getNamespaceURI()).isNull();
        assertThat(picture.getElementsByTagName("title").getLength()).isEqualTo(timeline.spanCount());
        assertThat(picture.getElementsByTagName("title").item(0).getTextContent())
                .isEqualTo("F 0: 10 us");
        assertThat(picture.getElementsByTagName("style").getLength()).isEqualTo(1);
    }

    @Test
    void picturesOnPagesLeaveColoursToThePage() {
        assertThat(TimelineSvg.of(StepTracks.of(Courses.pair(), 1), Use.PAGE)).doesNotContain("<style>", "http");
    }

    @Test
    void longRunsStaySmall() throws Exception {
        Timeline timeline = Timeline.of(PipelineSimulation.run(
                new OneForwardOneBackward(), Collections.nCopies(64, new StageTimes(10, 20, 1)), 512));
        String picture = TimelineSvg.of(timeline, Use.FILE);

        assertThat(timeline.spanCount()).isGreaterThan(2 * 64 * 512);
        assertThat(picture).hasSizeLessThan(4_000_000);
        assertThat(parsed(picture).getElementsByTagName("title").getLength()).isZero();
    }

    @Test
    void ticksAreRoundAndFew() {
        assertThat(Ticks.of(76)).containsExactly(0.0, 10.0, 20.0, 30.0, 40.0, 50.0, 60.0, 70.0);
        assertThat(Ticks.of(1)).hasSize(6);
        assertThat(Ticks.text(0)).isEqualTo("0");
        assertThat(Ticks.text(1500)).isEqualTo("1.5 ms");
        assertThat(Ticks.text(20)).isEqualTo("20 us");
        assertThat(Ticks.text(12_000_000)).isEqualTo("12 s");
    }
}
