package io.gen4j.nn.graph;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.graph.ReshapeVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;

/**
 * Adds the layers by which a label enters a network elsewhere than at its input. They consist of DL4J's own layers and
 * vertices, and {@code Network.of} runs them fast. Use them for the two networks of a conditional GAN.
 */
public final class ConditionalGraph {

    private ConditionalGraph() {}

    /**
     * Adds class-conditional batch normalisation and an activation behind a layer (Dumoulin et al. 2017,
     * arXiv:1610.07629; in GANs, Miyato and Koyama 2018, arXiv:1802.05637, section 5). Scale and shift of each channel are
     * embeddings of the label. The new vertices have the layer's name and a suffix: {@code Normalized}, {@code Scale},
     * {@code Shift}, {@code Activated}.
     *
     * @param label the one-hot label, an input of the graph
     * @param map the shape of the layer's output; one pixel for a dense layer
     * @return the name of the last vertex
     */
    public static String addNormalization(
            GraphBuilder builder, String layer, String label, int labels, FeatureMap map, Activation activation) {
        BatchNormalization normalization = ConvolutionalGraph.normalization(map.channels());
        normalization.setLockGammaBeta(true);
        builder.addLayer(layer + "Normalized", normalization, layer);
        String scale = addEmbedding(builder, layer + "Scale", label, labels, map);
        String shift = addEmbedding(builder, layer + "Shift", label, labels, map);
        builder.addVertex(
                        layer + "Scaled",
                        new ElementWiseVertex(ElementWiseVertex.Op.Product),
                        layer + "Normalized",
                        scale)
                .addVertex(layer + "Shifted", new ElementWiseVertex(ElementWiseVertex.Op.Add), layer + "Scaled", shift)
                .addLayer(layer + "Activated", new ActivationLayer(DenseGraph.function(activation)), layer + "Shifted");
        return layer + "Activated";
    }

    /** Adds an embedding with a number for each channel, of the same rank as the map. */
    private static String addEmbedding(GraphBuilder builder, String name, String label, int labels, FeatureMap map) {
        builder.addLayer(name, DenseGraph.embedding(labels, map.channels()), label);
        if (map.size() == map.channels()) {
            return name;
        }
        builder.addVertex(
                name + "Map", new PreprocessorVertex(new FeedForwardToCnnPreProcessor(1, 1, map.channels())), name);
        return name + "Map";
    }

    /**
     * Adds the label to a discriminator's output by projection (Miyato and Koyama 2018, arXiv:1802.05637, equation 4):
     * output + e(label) · sum of the features over the pixels / sqrt(pixels). Here e is an embedding. The division keeps
     * the two terms alike for maps of every size. The new vertices have the output's name and a suffix; the embedding is
     * {@code projection}.
     *
     * @param label the one-hot label, an input of the graph
     * @param features the vertex before the last layer
     * @param map the shape of the features; one pixel for those of a dense layer
     * @param output the last layer, with one output
     * @param activation of the sum
     * @return the name of the last vertex
     */
    public static String addProjection(
            GraphBuilder builder,
            String label,
            int labels,
            String features,
            FeatureMap map,
            String output,
            Activation activation) {
        int channels = map.channels();
        int pixels = map.height() * map.width();
        String pooled = features;
        String score = output;
        if (pixels > 1) {
            builder.addLayer(output + "Pooled", new GlobalPoolingLayer(PoolingType.AVG), features)
                    .addVertex(output + "Features", new ScaleVertex(Math.sqrt(pixels)), output + "Pooled")
                    .addVertex(
                            output + "Score",
                            new PreprocessorVertex(new CnnToFeedForwardPreProcessor(1, 1, 1)),
                            output);
            pooled = output + "Features";
            score = output + "Score";
        }
        builder.addLayer("projection", DenseGraph.embedding(labels, channels), label)
                .addVertex(
                        output + "Products", new ElementWiseVertex(ElementWiseVertex.Op.Product), pooled, "projection")
                .addVertex(output + "Sequence", new ReshapeVertex(-1, 1, channels), output + "Products")
                .addLayer(output + "Projected", new GlobalPoolingLayer(PoolingType.SUM), output + "Sequence")
                .addVertex(
                        output + "Logit", new ElementWiseVertex(ElementWiseVertex.Op.Add), score, output + "Projected")
                .addLayer(output + "Activated", new ActivationLayer(DenseGraph.function(activation)), output + "Logit");
        return output + "Activated";
    }
}
