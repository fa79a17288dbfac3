package io.gen4j.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;

/** The tree of columns, from the list of its nodes in a file. Of the meanings of columns, only text is kept. */
final class Schema {

    private static final int MAX_DEPTH = 64;

    private final List<SchemaElement> elements;
    private int position;

    private Schema(List<SchemaElement> elements) {
        this.elements = elements;
    }

    /** @throws IOException if the list is no tree */
    static MessageType of(List<SchemaElement> elements) throws IOException {
        Schema schema = new Schema(elements);
        SchemaElement root = schema.next();
        return new MessageType(root.getName(), schema.children(root, 0));
    }

    private SchemaElement next() throws IOException {
        if (position == elements.size()) {
            throw new IOException("a schema that is cut off");
        }
        return elements.get(position++);
    }

    private List<Type> children(SchemaElement parent, int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            throw new IOException("a schema deeper than " + MAX_DEPTH);
        }
        List<Type> children = new ArrayList<>();
        for (int i = 0; i < parent.getNum_children(); i++) {
            children.add(type(next(), depth));
        }
        return children;
    }

    private Type type(SchemaElement element, int depth) throws IOException {
        Repetition repetition = repetition(element.getRepetition_type());
        if (element.isSetNum_children() && !element.isSetType()) {
            return new GroupType(repetition, element.getName(), children(element, depth + 1));
        }
        if (element.getType() == null) {
            throw new IOException("a column without a type");
        }
        PrimitiveTypeName type = switch (element.getType()) {
            case BOOLEAN -> PrimitiveTypeName.BOOLEAN;
            case INT32 -> PrimitiveTypeName.INT32;
            case INT64 -> PrimitiveTypeName.INT64;
            case INT96 -> PrimitiveTypeName.INT96;
            case FLOAT -> PrimitiveTypeName.FLOAT;
            case DOUBLE -> PrimitiveTypeName.DOUBLE;
            case BYTE_ARRAY -> PrimitiveTypeName.BINARY;
            case FIXED_LEN_BYTE_ARRAY -> PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
        };
        boolean isText = type == PrimitiveTypeName.BINARY
                && (element.getConverted_type() == ConvertedType.UTF8
                        || element.isSetLogicalType()
                                && element.getLogicalType().isSetSTRING());
        PrimitiveType column =
                new PrimitiveType(repetition, type, Math.max(1, element.getType_length()), element.getName());
        return isText ? column.withLogicalTypeAnnotation(LogicalTypeAnnotation.stringType()) : column;
    }

    private static Repetition repetition(FieldRepetitionType repetition) throws IOException {
        if (repetition == null) {
            throw new IOException("a column without a repetition");
        }
        return switch (repetition) {
            case REQUIRED -> Repetition.REQUIRED;
            case OPTIONAL -> Repetition.OPTIONAL;
            case REPEATED -> Repetition.REPEATED;
        };
    }
}
