package io.gen4j.app.studio;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the API tells of a run.
 *
 * @param id the directory's name
 * @param family of its model, such as {@code vae}
 * @param description of the family; empty if this program does not have it
 * @param state how it stands: running, finished, stopped or failed
 * @param epoch the last one in its metrics; 0 if there is none yet
 * @param epochs how many it was to be
 * @param step the last one in its metrics
 * @param started when, in UTC; for a model that was imported, when that was
 * @param data the name of what it learns from
 * @param channels of its images
 * @param height of its images, in pixels
 * @param width of its images, in pixels
 * @param labels their names; empty if there are none
 * @param conditional whether its model draws the label that it is asked for
 * @param encoder whether its model finds an image's latents
 * @param latentSize how many numbers one latent has
 * @param hasModel whether there is a model to draw with
 * @param figures what it is judged by, if there is something yet
 * @param grid where the newest picture is, if there is one
 */
record RunSummary(
        String id,
        String family,
        String description,
        String state,
        long epoch,
        long epochs,
        long step,
        String started,
        String data,
        int channels,
        int height,
        int width,
        List<String> labels,
        boolean conditional,
        boolean encoder,
        int latentSize,
        boolean hasModel,
        List<RunFigure> figures,
        @Nullable String grid) {}
