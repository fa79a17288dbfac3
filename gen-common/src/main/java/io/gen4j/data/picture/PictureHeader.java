package io.gen4j.data.picture;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * The header of a picture. It refuses files that would cost a decoder far more than their length justifies. It finds the
 * orientation and PNG's colour profile, which Java's decoders ignore. Its time is proportional to the file's length.
 *
 * @param orientation EXIF's, 1 to 8; 1 is upright
 * @param components colour components of a JPEG; 0 for other formats
 * @param profile of the colours, which the decoder does not apply itself; null if there is none
 */
record PictureHeader(int orientation, int components, byte @Nullable [] profile) {

    private static final int MAX_SCANS = 100;
    private static final int MAX_SAMPLES = 8;
    private static final int MAX_PROFILE = 4 << 20;
    private static final long MAX_PART = 512L << 20;
    private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.ISO_8859_1);

    private static final PictureHeader PLAIN = new PictureHeader(1, 0, null);

    /** @throws IOException if decoding would cost too much, or the picture is of a kind that is not read; says why */
    static PictureHeader read(byte[] content, PictureFormat format) throws IOException {
        return switch (format) {
            case JPEG -> jpeg(content);
            case PNG -> png(content);
            case TIFF -> tiff(content);
            case WEBP -> webp(content);
            case BMP -> bmp(content);
            case GIF, WBMP -> PLAIN;
        };
    }

    private static PictureHeader jpeg(byte[] content) throws IOException {
        int orientation = 1;
        int components = 3;
        for (int at = 2; at + 4 <= content.length && (content[at] & 0xff) == 0xff; ) {
            int marker = content[at + 1] & 0xff;
            if (marker == 0xff) {
                at++;
                continue;
            }
            int length = (content[at + 2] & 0xff) << 8 | content[at + 3] & 0xff;
            int start = at + 4;
            int end = Math.min(content.length, at + 2 + length);
            if (marker == 0xda || length < 2) {
                break;
            }
            boolean isFrame = marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
            if (isFrame && end - start > 5) {
                components = content[start + 5] & 0xff;
            }
            if (marker == 0xe1 && hasExif(content, start, end)) {
                orientation = orientation(content, start + EXIF.length, end);
            }
            at = at + 2 + length;
        }
        requireFewScans(content);
        return new PictureHeader(orientation, components, null);
    }

    /** Each scan of a progressive picture passes over all pixels, however few bytes it has. */
    private static void requireFewScans(byte[] content) throws IOException {
        int scans = 0;
        for (int i = 0; i + 1 < content.length; i++) {
            scans += (content[i] & 0xff) == 0xff && (content[i + 1] & 0xff) == 0xda ? 1 : 0;
        }
        if (scans > MAX_SCANS) {
            throw new IOException("it has " + scans + " scans: at most " + MAX_SCANS + " are read");
        }
    }

    private static boolean hasExif(byte[] content, int start, int end) {
        return end - start >= EXIF.length && Arrays.equals(content, start, start + EXIF.length, EXIF, 0, EXIF.length);
    }

    private static PictureHeader png(byte[] content) {
        int orientation = 1;
        byte[] profile = null;
        ByteBuffer bytes = ByteBuffer.wrap(content);
        for (int at = 8; at + 12 <= content.length; ) {
            long length = bytes.getInt(at) & 0xffffffffL;
            if (length > content.length - at - 12L) {
                break;
            }
            int end = at + 8 + (int) length;
            switch (new String(content, at + 4, 4, StandardCharsets.ISO_8859_1)) {
                case "eXIf" -> orientation = orientation(content, at + 8, end);
                case "iCCP" -> profile = inflate(content, at + 8, end);
                default -> {}
            }
            at = end + 4;
        }
        return new PictureHeader(orientation, 0, profile);
    }

    /** After a name, a zero and the method, also a zero. A broken profile is none, as for browsers. */
    private static byte @Nullable [] inflate(byte[] content, int start, int end) {
        int data = start;
        while (data < end && content[data] != 0) {
            data++;
        }
        data += 2;
        if (data >= end) {
            return null;
        }
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(content, data, end - data);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] piece = new byte[1 << 13];
            while (!inflater.finished()) {
                int count = inflater.inflate(piece);
                out.write(piece, 0, count);
                if (count == 0 || out.size() > MAX_PROFILE) {
                    return null;
                }
            }
            return out.toByteArray();
        } catch (DataFormatException e) {
            return null;
        } finally {
            inflater.end();
        }
    }

    private static PictureHeader tiff(byte[] content) throws IOException {
        TiffFields fields = new TiffFields(content, 0, content.length);
        long compression = fields.first(TiffFields.COMPRESSION, 1);
        if (compression == 6 || compression == 7) {
            throw new IOException("it is a TIFF with JPEG inside: save it as JPEG or PNG");
        }
        long samples = fields.first(TiffFields.SAMPLES_PER_PIXEL, 1);
        long bits = Arrays.stream(fields.get(TiffFields.BITS_PER_SAMPLE)).max().orElse(1);
        if (samples > MAX_SAMPLES || bits > 16) {
            throw new IOException("it is a TIFF of " + samples + " samples of " + bits + " bits: at most " + MAX_SAMPLES
                    + " of 16 are read");
        }
        long width = fields.first(TiffFields.TILE_WIDTH, fields.first(TiffFields.WIDTH, 0));
        long height = fields.first(TiffFields.TILE_HEIGHT, 1);
        if (width > 1 << 26
                || height > 1 << 26
                || width * height * samples * bits / 8 > MAX_PART
                || width * height > PictureReader.MAX_PIXELS_PER_BYTE * content.length) {
            throw new IOException("it is a TIFF of parts of " + width + " x " + height
                    + " pixels, which cannot come out of " + content.length + " bytes");
        }
        for (int tag : new int[] {TiffFields.STRIP_BYTES, TiffFields.TILE_BYTES}) {
            for (long bytes : fields.get(tag)) {
                if (bytes > content.length) {
                    throw new IOException(
                            "it is a TIFF with a part of " + bytes + " bytes in a file of " + content.length);
                }
            }
        }
        return new PictureHeader(upright(fields), 0, null);
    }

    private static PictureHeader webp(byte[] content) {
        ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        int orientation = 1;
        for (int at = 12; at + 8 <= content.length; ) {
            long length = bytes.getInt(at + 4) & 0xffffffffL;
            if (length > content.length - at - 8L) {
                break;
            }
            int end = at + 8 + (int) length;
            if (new String(content, at, 4, StandardCharsets.ISO_8859_1).equals("EXIF")) {
                int start = hasExif(content, at + 8, end) ? at + 8 + EXIF.length : at + 8;
                orientation = orientation(content, start, end);
            }
            at = end + (int) (length & 1);
        }
        return new PictureHeader(orientation, 0, null);
    }

    private static PictureHeader bmp(byte[] content) throws IOException {
        if (content.length < 34) {
            throw new IOException("it ends in its header");
        }
        ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        long pixels = bytes.getInt(10) & 0xffffffffL;
        long header = bytes.getInt(14) & 0xffffffffL;
        int compression = header >= 40 ? bytes.getInt(30) : 0;
        if (pixels > content.length || header > content.length) {
            throw new IOException("its pixels start at " + pixels + ", and it has " + content.length + " bytes");
        }
        if (compression == 4 || compression == 5) {
            throw new IOException("it is a BMP with a JPEG or PNG inside: save it as such");
        }
        return PLAIN;
    }

    private static int orientation(byte[] content, int start, int end) {
        return end - start < 8 ? 1 : upright(new TiffFields(content, start, end - start));
    }

    private static int upright(TiffFields fields) {
        long orientation = fields.first(TiffFields.ORIENTATION, 1);
        return orientation >= 1 && orientation <= 8 ? (int) orientation : 1;
    }
}
