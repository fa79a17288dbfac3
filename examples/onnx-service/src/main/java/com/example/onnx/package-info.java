/** A program that draws digits with ONNX Runtime, and knows neither Gen4J nor Deeplearning4j. */
package com.example.onnx;
