package io.gen4j.app.studio.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.app.studio.http.ConflictException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class JobQueueTest {

    private final JobQueue queue = new JobQueue();
    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);

    @AfterEach
    void end() {
        go.countDown();
        queue.close();
    }

    private String block(JobProgress progress) throws InterruptedException {
        started.countDown();
        go.await();
        progress.reached("after the block", 0.5);
        return "file";
    }

    private Job ended(String id) throws InterruptedException {
        while (!queue.find(id).orElseThrow().state().isEnd()) {
            Thread.sleep(5);
        }
        return queue.find(id).orElseThrow();
    }

    @Test
    void jobsAreDoneOneAtATimeInTheirOrder() throws InterruptedException {
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        queue.submit("first", "last", progress -> {
            String file = block(progress);
            order.add("first");
            return file;
        });
        Job second = queue.submit("second", "best", progress -> {
            order.add("second");
            return "other";
        });
        started.await();
        assertEquals(Job.State.WAITING, queue.find(second.id()).orElseThrow().state());
        go.countDown();
        Job done = ended(second.id());
        assertEquals(List.of("first", "second"), order);
        assertEquals(Job.State.FINISHED, done.state());
        assertEquals("other", done.result());
        assertEquals(
                List.of("second", "first"), queue.list().stream().map(Job::run).toList());
    }

    @Test
    void aCancelledJobEndsAtItsNextReport() throws InterruptedException {
        Job job = queue.submit("run", "last", this::block);
        started.await();
        assertEquals(Job.State.CANCELLING, queue.cancel(job.id()).orElseThrow().state());
        go.countDown();
        assertEquals(Job.State.CANCELLED, ended(job.id()).state());
        assertEquals(Job.State.CANCELLED, queue.cancel(job.id()).orElseThrow().state());
    }

    @Test
    void aWaitingJobIsCancelledAtOnceAndNeverStarts() throws InterruptedException {
        Job first = queue.submit("run", "last", this::block);
        Job waiting = queue.submit("run", "last", progress -> {
            throw new AssertionError("started");
        });
        assertEquals(
                Job.State.CANCELLED, queue.cancel(waiting.id()).orElseThrow().state());
        go.countDown();
        assertEquals(Job.State.FINISHED, ended(first.id()).state());
        assertEquals(Job.State.CANCELLED, queue.find(waiting.id()).orElseThrow().state());
    }

    @Test
    void aFailureIsToldAndEndsNothingElse() throws InterruptedException {
        Job failing = queue.submit("run", "last", progress -> {
            progress.tell("a line");
            throw new IOException("the data are gone");
        });
        Job broken = queue.submit("run", "last", progress -> {
            throw new LinkageError("no library");
        });
        Job next = queue.submit("run", "last", progress -> "file");
        assertEquals(Job.State.FINISHED, ended(next.id()).state());
        Job failed = ended(failing.id());
        assertEquals(Job.State.FAILED, failed.state());
        assertEquals("the data are gone", failed.problem());
        assertEquals(List.of("a line"), failed.messages());
        assertEquals(Job.State.FAILED, ended(broken.id()).state());
    }

    @Test
    void onlySoManyWait() throws InterruptedException {
        for (int i = 0; i < JobQueue.MAX_ACTIVE; i++) {
            queue.submit("run", "last", this::block);
        }
        assertThrows(ConflictException.class, () -> queue.submit("run", "last", this::block));
        assertEquals(JobQueue.MAX_ACTIVE, queue.list().size());
    }

    @Test
    void closingCancelsAllAndRefusesMore() throws InterruptedException {
        Job running = queue.submit("run", "last", progress -> {
            started.countDown();
            while (true) {
                progress.reached("going on", 0.5);
                Thread.sleep(1);
            }
        });
        Job waiting = queue.submit("run", "last", progress -> "file");
        started.await();
        queue.close();
        assertEquals(Job.State.CANCELLED, queue.find(running.id()).orElseThrow().state());
        assertEquals(Job.State.CANCELLED, queue.find(waiting.id()).orElseThrow().state());
        ConflictException e =
                assertThrows(ConflictException.class, () -> queue.submit("run", "last", progress -> "file"));
        assertTrue(e.getMessage().contains("the studio is ending"), e.getMessage());
        queue.close();
    }

    @Test
    void manyAskAtOnce() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        List<String> refused = Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 40; i++) {
            Thread thread = new Thread(() -> {
                try {
                    queue.submit("run", "last", this::block);
                } catch (ConflictException e) {
                    refused.add(e.getMessage());
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(JobQueue.MAX_ACTIVE, queue.list().size());
        assertEquals(40 - JobQueue.MAX_ACTIVE, refused.size());
        assertEquals(
                JobQueue.MAX_ACTIVE,
                queue.list().stream().map(Job::id).distinct().count());
    }

    @Test
    void oldJobsAreForgotten() throws InterruptedException {
        for (int i = 0; i < 200; i++) {
            ended(queue.submit("run", "last", progress -> "file").id());
        }
        assertTrue(queue.list().size() <= 65, queue.list().size() + " are kept");
        assertEquals("200", queue.list().get(0).id());
        assertTrue(queue.find("1").isEmpty());
    }
}
