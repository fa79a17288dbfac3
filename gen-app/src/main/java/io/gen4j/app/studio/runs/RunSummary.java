package io.gen4j.app.studio.runs;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The summary of a run in the API.
 *
 * @param id the directory's name
 * @param name for display; empty for the directory's name
 * @param group of the run; empty for none
 * @param note the user's text about the run
 * @param family of its model, such as {@code vae}; empty if it cannot be read
 * @param description of the family; empty if this program does not know the family
 * @param state running, finished, stopped or failed
 * @param epoch the last one in its metrics; 0 if there is none yet
 * @param epochs the planned number of epochs
 * @param step the last one in its metrics
 * @param rows the number of rows in its metrics
 * @param evaluations the number of rows in its evaluations and measurements
 * @param reports the number of its stored evaluations
 * @param started start time in UTC; for an imported model the time of the import; null if unreadable
 * @param data the name of its training data
 * @param channels of its images; 0 if unknown, as height and width
 * @param height of its images, in pixels
 * @param width of its images, in pixels
 * @param labels their names; empty if there are none
 * @param conditional whether its model generates images of a given label
 * @param encoder whether its model finds an image's latents
 * @param latentSize how many numbers one latent has; 0 if unknown
 * @param hasModel whether the run has a model
 * @param model changes when the model does; empty if there is none
 * @param figures its quality figures; empty if there are none yet
 * @param grid the address of the newest picture, if there is one
 * @param problems the unreadable files of the run, one line per file
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
        long reports,
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
