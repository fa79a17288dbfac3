package io.gen4j.app.studio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gen4j.app.studio.workshop.WorkshopConfig;
import io.gen4j.app.studio.workshop.data.DataLimits;
import io.gen4j.app.studio.workshop.process.TrainingProcess;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The trainings of the workshop, with a program that behaves as the real one does: queue, ends, restarts, faults. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class WorkshopTrainingTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String ROOT = "/api/workshop";
    private static final String[] AS_JSON = {"Content-Type", "application/json"};

    private final Set<String> unseen = new TreeSet<>();
    private boolean isFirst = true;
    private Path home;
    private Path runs;
    private RunningStudio studio;
    private ApiDocument api;
    private int keys;
    private String longOption = "";

    @BeforeEach
    void start(@TempDir Path directory) throws IOException {
        home = directory;
        runs = Files.createDirectory(home.resolve("runs"));
        Path pets = Files.createDirectories(home.resolve("datasets/pets"));
        Files.writeString(
                pets.resolve("pictures.csv"),
                "file,label,split,width,height,colour\n000001-a.png,cat,train,8,8,true\n000002-a.png,dog,train,8,8,true\n");
        Files.writeString(pets.resolve("dataset.json"), "{\"name\": \"Pets\"}");
        Path plain = Files.createDirectories(home.resolve("datasets/plain"));
        Files.writeString(
                plain.resolve("pictures.csv"), "file,split,width,height,colour\n000001-a.png,train,8,8,true\n");
        Files.writeString(plain.resolve("dataset.json"), "{\"name\": \"Plain\"}");
        studio = studio(1);
        api = new ApiDocument(studio);
    }

    private RunningStudio studio(int jobs) throws IOException {
        TrainingProcess program = TrainingProcess.of(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "-Dlong=" + longOption,
                        FakeTraining.class.getName()),
                Path.of("target", "test-classes").toAbsolutePath().toString());
        return new RunningStudio(new StudioConfig(runs, StudioConfig.LOOPBACK, 0, null)
                .withWorkshop(new WorkshopConfig(home.resolve("datasets"), null, jobs, DataLimits.USUAL, program)));
    }

    @AfterEach
    void stop() throws IOException {
        does("crash");
        for (JsonNode each : list()) {
            if (Set.of("waiting").contains(state(each))) {
                studio.send("POST", ROOT + "/trainings/" + each.path("id").asText() + "/stop");
            }
        }
        for (JsonNode each : list()) {
            until(each.path("id").asText(), "finished", "stopped", "failed", "cancelled");
        }
        studio.close();
        Set<String> now =
                api.unseen(path -> path.matches("/api/workshop/(purposes|models|plan|calibration|trainings.*|runs.*)"));
        if (isFirst) {
            unseen.addAll(now);
            isFirst = false;
        } else {
            unseen.retainAll(now);
        }
    }

    @AfterAll
    void everyAnswerWasSeen() {
        // A process of another container cannot be reached; a full disk is made in WorkshopDataTest.
        unseen.removeIf(each -> each.endsWith(" 507") || each.equals("stopTraining 409"));
        assertEquals(Set.of(), unseen);
    }

    private void does(String what) throws IOException {
        Path file = runs.resolve("do");
        Files.writeString(home.resolve("do.new"), what);
        Files.move(home.resolve("do.new"), file, StandardCopyOption.ATOMIC_MOVE);
    }

    private List<JsonNode> list() throws IOException {
        List<JsonNode> list = new ArrayList<>();
        api.check("listTrainings", 200, studio.get(ROOT + "/trainings"))
                .path("trainings")
                .forEach(list::add);
        return list;
    }

    private static String state(JsonNode training) {
        return training.path("state").asText();
    }

    private HttpResponse<byte[]> train(String more) {
        return train("12345678-" + ++keys, more);
    }

    private HttpResponse<byte[]> train(String key, String more) {
        return studio.post(
                ROOT + "/trainings",
                "{\"dataset\": \"pets\", \"model\": \"dcgan\", \"key\": \"" + key + "\"" + more + "}",
                AS_JSON);
    }

    private String begun(int seed) throws IOException {
        return api.check("train", 202, train(", \"settings\": {\"seed\": " + seed + "}"))
                .path("id")
                .asText();
    }

    private JsonNode training(String id) throws IOException {
        return api.check("getTraining", 200, studio.get(ROOT + "/trainings/" + id));
    }

    private JsonNode until(String id, String... states) throws IOException {
        while (true) {
            JsonNode now = training(id);
            if (Set.of(states).contains(state(now))) {
                return now;
            }
            pause();
        }
    }

    /** Waits until the process has its run's directory. */
    private String trains(String id) throws IOException {
        String run = until(id, "running").path("run").asText();
        while (!Files.exists(runs.resolve(run).resolve("status.json"))) {
            pause();
        }
        return run;
    }

    private static void pause() {
        try {
            Thread.sleep(25);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private String output(String id) {
        HttpResponse<byte[]> answer = studio.get(ROOT + "/trainings/" + id + "/output");
        api.checkStatus("getOutput", 200, answer);
        return RunningStudio.text(answer);
    }

    @Test
    void oneTrainsAndTheOthersWait() throws IOException {
        String first = begun(1);
        String second = begun(2);
        String third = begun(3);
        String run = trains(first);
        assertTrue(run.matches("dcgan-\\d{8}-\\d{6}"), run);
        assertEquals(1, training(second).path("place").asInt());
        assertEquals(2, training(third).path("place").asInt());
        assertEquals("cancelled", state(api.check("stopTraining", 200, stopped(second))));
        assertEquals(1, training(third).path("place").asInt());
        api.check("forgetTraining", 409, studio.delete(ROOT + "/trainings/" + first));
        api.check("deleteDataset", 409, studio.delete(ROOT + "/datasets/pets"));
        assertEquals(409, studio.delete("/api/runs/" + run).statusCode());
        api.check("calibrate", 409, studio.post(ROOT + "/calibration", "{\"model\": \"vae\"}", AS_JSON));
        does("finish");
        JsonNode finished = until(first, "finished");
        assertTrue(finished.path("problem").isNull() && finished.path("ended").isTextual());
        until(third, "finished");
        assertEquals("finished", state(api.check("stopTraining", 200, stopped(first))), "it stays as it is");
        String said = output(first);
        String data = home.resolve("datasets/pets/pictures.csv").toString();
        assertTrue(said.contains("arguments: train dcgan --data=" + data + " --preset=quick --seed=1 --out="), said);
        api.check("forgetTraining", 200, studio.delete(ROOT + "/trainings/" + second));
        api.check("getTraining", 404, studio.get(ROOT + "/trainings/" + second));
        assertEquals(2, list().size());
        assertTrue(Files.exists(runs.resolve(run)));
        for (String path : List.of("", "/stop", "/output")) {
            HttpResponse<byte[]> answer = path.equals("/stop")
                    ? studio.send("POST", ROOT + "/trainings/99/stop")
                    : studio.get(ROOT + "/trainings/99" + path);
            api.check(
                    path.isEmpty() ? "getTraining" : path.equals("/stop") ? "stopTraining" : "getOutput", 404, answer);
        }
        api.check("forgetTraining", 404, studio.delete(ROOT + "/trainings/..%2f1"));
    }

    private HttpResponse<byte[]> stopped(String id) {
        return studio.send("POST", ROOT + "/trainings/" + id + "/stop");
    }

    @Test
    void aStoppedOneIsResumed() throws IOException {
        String id = begun(1);
        String run = trains(id);
        assertEquals("stopping", state(api.check("stopTraining", 200, stopped(id))));
        assertEquals(
                "stopping", state(api.check("stopTraining", 200, stopped(id))), "a second signal would end it at once");
        JsonNode end = until(id, "stopped");
        assertTrue(end.path("problem").isNull());
        String resume = ROOT + "/runs/" + run + "/resume";
        JsonNode resumed = api.check("resumeRun", 202, studio.post(resume, "{\"key\": \"abcdefgh\"}", AS_JSON));
        assertEquals("resume", resumed.path("kind").asText());
        api.check("resumeRun", 200, studio.post(resume, "{\"key\": \"abcdefgh\"}", AS_JSON));
        until(resumed.path("id").asText(), "running");
        api.check("resumeRun", 409, studio.post(resume, "{\"key\": \"abcdefgi\"}", AS_JSON));
        does("finish");
        until(resumed.path("id").asText(), "finished");
        api.check("resumeRun", 409, studio.post(resume, "{\"key\": \"abcdefgj\"}", AS_JSON));
        JsonNode more =
                api.check("resumeRun", 202, studio.post(resume, "{\"epochs\": 4, \"key\": \"abcdefgk\"}", AS_JSON));
        assertEquals(
                "gen resume runs/" + run + " --epochs 4", more.path("command").asText());
        until(more.path("id").asText(), "finished");
        assertTrue(output(more.path("id").asText()).contains("arguments: resume --epochs=4 " + runs.resolve(run)));
        api.check("resumeRun", 404, studio.post(ROOT + "/runs/none/resume", "{\"key\": \"abcdefgl\"}", AS_JSON));
        api.check("resumeRun", 400, studio.post(resume, "{\"key\": \"abcdefgl\", \"epochs\": 0}", AS_JSON));
        api.check("resumeRun", 400, studio.post(resume, "{}", AS_JSON));
        api.check("resumeRun", 415, studio.post(resume, "{}", "Content-Type", "text/plain"));
        api.check("resumeRun", 413, studio.post(resume, "x".repeat(5 << 20), AS_JSON));
    }

    @Test
    void aFailureIsToldInALine() throws IOException {
        String[][] ends = {
            {"fail", "the loss is NaN"},
            {"memory", "not enough memory: Java heap space; lower the batch size"},
            {"crash", "its process was killed, as by a lack of memory: resume it, or choose a smaller batch size"},
            {"refuse", "the labels are missing: choose another model"}
        };
        int seed = 0;
        for (String[] end : ends) {
            does(end[0]);
            JsonNode failed = until(begun(++seed), "failed");
            String problem = failed.path("problem").asText();
            assertTrue(problem.endsWith(end[1]), problem);
            assertFalse(problem.contains(home.toString()), problem);
        }
    }

    @Test
    void twoBrowsersStartOneTraining() throws Exception {
        List<CompletableFuture<HttpResponse<byte[]>>> both = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            String key = i < 2 ? "the-same-key" : "another-key-" + i;
            both.add(CompletableFuture.supplyAsync(() -> train(key, "")));
        }
        List<Integer> statuses = new ArrayList<>();
        for (CompletableFuture<HttpResponse<byte[]>> each : both) {
            statuses.add(each.get().statusCode());
        }
        assertEquals(1, list().size());
        assertEquals(1, statuses.stream().filter(status -> status == 202).count(), statuses.toString());
        String key = list().get(0).path("id").asText();
        trains(key);
        api.check("train", 409, train("yet-another-key", ""));
        does("finish");
        until(key, "finished");
        String again =
                api.check("train", 202, train("yet-another-key", "")).path("id").asText();
        api.check("train", 200, train("yet-another-key", ", \"settings\": {\"seed\": 9}"));
        until(again, "finished");
    }

    @Test
    void tooManyWait() throws IOException {
        int seed = 0;
        HttpResponse<byte[]> answer;
        do {
            answer = train(", \"settings\": {\"seed\": " + ++seed + "}");
        } while (answer.statusCode() == 202);
        api.check("train", 409, answer);
        assertEquals(102, seed, "one runs, a hundred wait");
    }

    @Test
    void wrongRequestsBeginNothing() throws IOException {
        List<String> bad = List.of(
                ", \"settings\": {\"epochs\": 0}",
                ", \"settings\": {\"epochs\": \"1; rm\"}",
                ", \"settings\": {\"epochs\": 1e99}",
                ", \"settings\": {\"none\": 1}",
                ", \"settings\": {\"loss\": \"java.lang.Runtime\"}",
                ", \"settings\": {\"out\": \"/tmp\"}",
                ", \"settings\": {\"--out\": \"/tmp\"}",
                ", \"settings\": [1]",
                ", \"settings\": {\"seed\": null}",
                ", \"preset\": \"--out=/tmp\"",
                ", \"preset\": \"" + "x".repeat(1000) + "\"",
                ", \"imageSize\": 3",
                ", \"imageSize\": 100000",
                ", \"limit\": 0",
                ", \"out\": \"/tmp\"",
                ", \"class\": \"x\"",
                ", \"model\": \"io.gen4j.app.Gen\"");
        for (String each : bad) {
            api.check("train", 400, train(each));
            api.check("planTraining", 400, plan(each));
        }
        for (String key : List.of("short", "with space", "x".repeat(65), "../../../../x")) {
            api.check("train", 400, train(key, ""));
        }
        String[] models = {"io.gen4j.vae.VaeFamily", "../vae", "VAE", "", "x".repeat(10_000)};
        for (String model : models) {
            api.check("train", 400, asked("train", "pets", model));
            api.check("planTraining", 400, asked("plan", "pets", model));
            api.check("calibrate", 400, studio.post(ROOT + "/calibration", "{\"model\": \"" + model + "\"}", AS_JSON));
        }
        for (String dataset : List.of("none", "../pets", "/etc/passwd", "pets/pictures.csv", "@file", ".trash", "")) {
            api.check("train", 404, asked("train", dataset, "vae"));
            api.check("planTraining", 404, asked("plan", dataset, "vae"));
        }
        for (String model : List.of("cgan")) {
            api.check("train", 409, asked("train", "plain", model));
            api.check("planTraining", 409, asked("plan", "plain", model));
        }
        api.check("train", 415, studio.post(ROOT + "/trainings", "{}", "Content-Type", "text/plain"));
        api.check("train", 413, studio.post(ROOT + "/trainings", "x".repeat(5 << 20), AS_JSON));
        api.check("planTraining", 415, studio.post(ROOT + "/plan", "{}", "Content-Type", "text/plain"));
        api.check("planTraining", 413, studio.post(ROOT + "/plan", "x".repeat(5 << 20), AS_JSON));
        api.check("calibrate", 415, studio.post(ROOT + "/calibration", "{}", "Content-Type", "text/plain"));
        api.check("calibrate", 413, studio.post(ROOT + "/calibration", "x".repeat(5 << 20), AS_JSON));
        assertEquals(List.of(), list());
        for (String[] header : new String[][] {{"Origin", "http://evil.example"}, {"Sec-Fetch-Site", "cross-site"}}) {
            for (String path : List.of("/trainings", "/trainings/1/stop", "/runs/a/resume", "/calibration", "/plan")) {
                assertEquals(403, studio.send("POST", ROOT + path, header).statusCode());
            }
            assertEquals(
                    403, studio.send("DELETE", ROOT + "/trainings/1", header).statusCode());
        }
    }

    private HttpResponse<byte[]> asked(String what, String dataset, String model) {
        String key = what.equals("train") ? ", \"key\": \"abcdefgh\"" : "";
        return studio.post(
                ROOT + (what.equals("train") ? "/trainings" : "/plan"),
                "{\"dataset\": \"" + dataset + "\", \"model\": \"" + model + "\"" + key + "}",
                AS_JSON);
    }

    private HttpResponse<byte[]> plan(String more) {
        return studio.post(ROOT + "/plan", "{\"dataset\": \"pets\", \"model\": \"dcgan\"" + more + "}", AS_JSON);
    }

    @Test
    void aPlanSaysTheLineTheProgramAndTheTime() throws IOException {
        String more = ", \"settings\": {\"epochs\": 3, \"conditional\": true, \"learningRate\": 0.001}, \"rgb\": true";
        JsonNode plan = api.check("planTraining", 200, plan(more));
        assertEquals(
                "gen train dcgan --data " + home.resolve("datasets/pets/pictures.csv")
                        + " --preset quick --conditional --learning-rate 0.001 --epochs 3 --rgb",
                plan.path("command").asText().replaceFirst("'(.*csv)'", "$1"));
        assertTrue(plan.path("java").asText().contains("new ImageShape(3, 28, 28)"), plan.toString());
        assertTrue(plan.path("notices").toString().contains("smaller batchSize"));
        assertTrue(plan.path("minutes").isNull());
        JsonNode measuring =
                api.check("calibrate", 202, studio.post(ROOT + "/calibration", "{\"model\": \"dcgan\"}", AS_JSON));
        assertEquals("quick", measuring.path("preset").asText());
        JsonNode state = measuring;
        while (state.path("state").asText().equals("measuring")) {
            pause();
            state = api.check("getCalibration", 200, studio.get(ROOT + "/calibration"));
        }
        assertEquals(100, state.at("/rates/0/from").asInt());
        assertEquals(200, state.at("/rates/0/to").asInt());
        JsonNode minutes = MAPPER.readTree(studio.post(
                                ROOT + "/plan",
                                "{\"dataset\": \"mnist\", \"model\": \"dcgan\", \"settings\": {\"epochs\": 2}}",
                                AS_JSON)
                        .body())
                .path("minutes");
        // 120,000 images at 200 to 100 images per second.
        assertEquals(10.1, minutes.path("from").asDouble());
        assertEquals(26.5, minutes.path("to").asDouble());
        assertTrue(minutes.path("exact").asBoolean());
        assertFalse(
                api.check("planTraining", 200, plan(more)).at("/minutes/exact").asBoolean(true));
        studio.close();
        studio = studio(1);
        assertEquals(
                1,
                MAPPER.readTree(studio.get(ROOT + "/calibration").body())
                        .path("rates")
                        .size());
    }

    @Test
    void everyModelHasItsSettings() throws IOException {
        JsonNode models = api.check("listModelFamilies", 200, studio.get(ROOT + "/models"))
                .path("models");
        assertEquals(
                List.of("ae", "cgan", "dcgan", "gan", "vae"),
                models.findValuesAsText("name").stream()
                        .filter(name ->
                                Set.of("ae", "cgan", "dcgan", "gan", "vae").contains(name))
                        .distinct()
                        .sorted()
                        .toList());
        for (JsonNode model : models) {
            for (JsonNode setting : model.path("settings")) {
                assertFalse(model.at("/presets/0/values")
                        .path(setting.path("name").asText())
                        .isMissingNode());
                assertTrue(setting.path("help").asText().length() > 5);
            }
            JsonNode epochs = null;
            for (JsonNode setting : model.path("settings")) {
                epochs = setting.path("name").asText().equals("epochs") ? setting : epochs;
            }
            assertEquals(1, epochs.path("least").asInt(), epochs.toString());
        }
        JsonNode purposes =
                api.check("listPurposes", 200, studio.get(ROOT + "/purposes")).path("purposes");
        assertEquals("dcgan", purposes.at("/0/choices/0/model").asText());
        assertTrue(purposes.at("/0/choices/0/settings/conditional").asBoolean());
        assertEquals("vae", purposes.at("/2/choices/0/model").asText());
    }

    @Test
    void trainingsOutliveTheStudio() throws IOException {
        outliveTheStudio();
    }

    /** The system does not tell the arguments of a process if they are long. */
    @Test
    void trainingsWithLongArgumentsOutliveTheStudio() throws IOException {
        longOption = "x".repeat(6000);
        studio.close();
        studio = studio(1);
        outliveTheStudio();
        longOption = "";
    }

    private void outliveTheStudio() throws IOException {
        String first = begun(1);
        String second = begun(2);
        String run = trains(first);
        long process = process(first);
        studio.close();
        assertTrue(ProcessHandle.of(process).map(ProcessHandle::isAlive).orElse(false));
        studio = studio(1);
        assertEquals("running", state(training(first)));
        assertEquals(run, training(first).path("run").asText());
        assertEquals("waiting", state(training(second)));
        assertEquals(process, process(first));
        api.check("stopTraining", 200, stopped(first));
        assertTrue(until(first, "stopped").path("problem").isNull(), "its exit code is unknown, its status is not");
        trains(second);
        studio.close();
        does("finish");
        while (ProcessHandle.of(process(second)).isPresent()) {
            pause();
        }
        studio = studio(1);
        until(second, "finished");
    }

    private long process(String id) throws IOException {
        return MAPPER.readTree(Files.readAllBytes(runs.resolve(".workshop/" + id + ".json")))
                .path("process")
                .asLong();
    }

    /** The studio's notes as a kill at the worst moments leaves them. */
    @Test
    void nothingIsLostBetweenTwoMoments() throws IOException {
        String first = begun(1);
        trains(first);
        studio.close();
        Path record = runs.resolve(".workshop/" + first + ".json");
        String noted = Files.readString(record);
        // Killed after the start of the process, before its number was noted.
        Files.writeString(record, noted.replaceFirst("\"process\":\\d+", "\"process\":0"));
        studio = studio(1);
        assertEquals("running", state(training(first)));
        assertTrue(process(first) > 0);
        // The number now belongs to another process, such as this test's own.
        studio.close();
        Files.writeString(
                record,
                noted.replaceFirst(
                        "\"process\":\\d+",
                        "\"process\":" + ProcessHandle.current().pid()));
        studio = studio(1);
        assertEquals("running", state(training(first)));
        does("crash");
        until(first, "failed");
        studio.close();
        // Killed after the note that a training starts, before its process.
        Path third = runs.resolve(".workshop/30.json");
        Files.writeString(
                third,
                noted.replace("\"number\":" + first, "\"number\":30")
                        .replaceFirst("\"process\":\\d+", "\"process\":0")
                        .replaceFirst("\"mark\":\"[^\"]+\"", "\"mark\":\"unknown-mark\"")
                        .replaceFirst("\"run\":\"[^\"]+\"", "\"run\":\"dcgan-never-made\""));
        does("finish");
        studio = studio(1);
        until("30", "finished");
        assertEquals("31", begun(31), "numbers are not used again");
    }

    @Test
    void damagedNotesStandBesideTheOthers() throws IOException {
        does("finish");
        String good = begun(1);
        until(good, "finished");
        studio.close();
        Path queue = runs.resolve(".workshop");
        Files.writeString(queue.resolve("7.json"), "{\"number\": 7");
        Files.writeString(queue.resolve("8.json"), "{}");
        Files.writeString(queue.resolve("9.json"), "null");
        Files.write(queue.resolve("10.json"), new byte[2 << 20]);
        Files.createSymbolicLink(queue.resolve("11.json"), queue.resolve(good + ".json"));
        Files.writeString(queue.resolve("calibration.json"), "[");
        Files.createDirectory(queue.resolve("12.json"));
        studio = studio(1);
        assertEquals(1, list().size());
        assertEquals("13", begun(2));
        assertTrue(Files.exists(queue.resolve("7.json")), "it is left as it is");
    }

    @Test
    void severalTrainAtOnceIfAllowed() throws IOException {
        studio.close();
        studio = studio(2);
        String first = begun(1);
        String second = begun(2);
        String third = begun(3);
        assertFalse(trains(first).equals(trains(second)), "each has a run of its own");
        assertEquals("waiting", state(training(third)));
        does("finish");
        until(third, "finished");
    }

    @Test
    void theRunIsListedWhileItTrains() throws IOException {
        String run = trains(begun(1));
        JsonNode listed = MAPPER.readTree(studio.get("/api/runs/" + run).body());
        assertEquals("running", listed.path("state").asText());
        try (Stream<Path> files = Files.list(runs.resolve(".workshop"))) {
            assertTrue(files.anyMatch(each -> each.toString().endsWith(".log")));
        }
        assertFalse(RunningStudio.text(studio.get("/api/runs")).contains(".workshop"));
    }
}
