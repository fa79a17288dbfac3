package io.gen4j.app.studio.runs;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the API tells of a run.
 *
 * @param id the directory's name
 * @param name for display; empty for the directory's name
 * @param group that people put it in; empty for none
 * @param note what people wrote about it
 * @param family of its model, such as {@code vae}; empty if it cannot be read
 * @param description of the family; empty if this program does not have it
 * @param state how it stands: running, finished, stopped or failed
 * @param epoch the last one in its metrics; 0 if there is none yet
 * @param epochs how many it is to be
 * @param step the last one in its metrics
 * @param rows how many rows its metrics have
 * @param evaluations how many rows its evaluations and measurements have
 * @param started when, in UTC; for an imported model the time of the import; null if it cannot be read
 * @param data the name of what it learns from
 * @param channels of its images; 0 if unknown, as height and width
 * @param height of its images, in pixels
 * @param width of its images, in pixels
 * @param labels their names; empty if there are none
 * @param conditional whether its model draws the label that it is asked for
 * @param encoder whether its model finds an image's latents
 * @param latentSize how many numbers one latent has; 0 if unknown
 * @param hasModel whether there is a model to draw with
 * @param model changes when the model does; empty if there is none
 * @param figures what it is judged by, if there is something yet
 * @param grid where the newest picture is, if there is one
 * @param problems what of the run cannot be read, a line for each file
 */
public record RunSummary(
        String id,
        String name,
        String group,
        String note,
        String family,
        String description,
        String state,
        long epoch,
        long epochs,
        long step,
        long rows,
        long evaluations,
        @Nullable String started,
        String data,
        int channels,
        int height,
        int width,
        List<String> labels,
        boolean conditional,
        boolean encoder,
        int latentSize,
        boolean hasModel,
        String model,
        List<RunFigure> figures,
        @Nullable String grid,
        List<String> problems) {}
