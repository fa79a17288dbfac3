package io.gen4j.data.picture;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The readable picture formats. Use it to recognise pictures by their content or, in lists of files, by their endings. */
public enum PictureFormat {
    /** Portable Network Graphics. */
    PNG("png", "png"),
    /** JPEG, baseline and progressive. */
    JPEG("jpeg", "jpg", "jpeg", "jfif", "jpe"),
    /** GIF; its first frame is read. */
    GIF("gif", "gif"),
    /** Windows bitmaps. */
    BMP("bmp", "bmp", "dib"),
    /** Wireless bitmaps. */
    WBMP("wbmp", "wbmp"),
    /** TIFF; its first picture is read. */
    TIFF("tiff", "tif", "tiff"),
    /** WebP; its first frame is read. */
    WEBP("webp", "webp");

    /** How many bytes of a file tell its format. */
    public static final int HEAD = 16;

    private static final Map<String, PictureFormat> BY_ENDING = new TreeMap<>();
    private static final List<String> PICTURES_NOT_READ = List.of(
            "avif", "heic", "heif", "jxl", "jp2", "j2k", "svg", "psd", "ppm", "pgm", "pbm", "pnm", "ico", "tga", "exr",
            "hdr", "dds", "pcx", "xcf", "eps", "ai", "pdf", "cr2", "cr3", "nef", "arw", "dng", "orf", "rw2", "raf",
            "dcm");

    static {
        for (PictureFormat format : values()) {
            format.endings.forEach(ending -> BY_ENDING.put(ending, format));
        }
    }

    private final String javaName;
    private final List<String> endings;

    PictureFormat(String javaName, String... endings) {
        this.javaName = javaName;
        this.endings = List.of(endings);
    }

    /** The name that Java's image readers go by. */
    String javaName() {
        return javaName;
    }

    /** Every ending that is read, without dots. */
    public static List<String> endings() {
        return List.copyOf(BY_ENDING.keySet());
    }

    /** Whether a name ends as a picture that is read. */
    public static boolean isNamed(String name) {
        return BY_ENDING.containsKey(ending(name));
    }

    /** Whether a name ends as a picture of a format that is not read. */
    public static boolean isNamedUnread(String name) {
        return PICTURES_NOT_READ.contains(ending(name));
    }

    /** The ending after the last dot, in lower case; empty if there is none. */
    public static String ending(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0 || dot < name.lastIndexOf('/')
                ? ""
                : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    }

    /**
     * The format of a file that starts with these bytes. Null for other files and for WBMP, which only the whole content
     * tells.
     */
    public static @Nullable PictureFormat ofHead(byte[] head) {
        Objects.requireNonNull(head, "head");
        if (starts(head, "\u0089PNG\r\n\u001a\n")) {
            return PNG;
        }
        if (starts(head, "\u00ff\u00d8\u00ff")) {
            return JPEG;
        }
        if (starts(head, "GIF87a") || starts(head, "GIF89a")) {
            return GIF;
        }
        if (starts(head, "BM")) {
            return BMP;
        }
        if (starts(head, "II*\0") || starts(head, "MM\0*")) {
            return TIFF;
        }
        return starts(head, "RIFF")
                        && head.length >= HEAD
                        && new String(head, 8, 4, StandardCharsets.ISO_8859_1).equals("WEBP")
                ? WEBP
                : null;
    }

    /** The format of a whole file; null if it is none that is read. */
    static @Nullable PictureFormat of(byte[] content) {
        PictureFormat format = ofHead(content);
        return format == null && isWbmp(content) ? WBMP : format;
    }

    /** Type 0, a header of 0, width and height in groups of seven bits, and exactly as many bytes as these ask for. */
    private static boolean isWbmp(byte[] content) {
        if (content.length < 5 || content[0] != 0 || content[1] != 0) {
            return false;
        }
        int position = 2;
        long[] sides = new long[2];
        for (int i = 0; i < sides.length; i++) {
            boolean more = true;
            while (more) {
                if (position == content.length || sides[i] > 1 << 20) {
                    return false;
                }
                sides[i] = sides[i] << 7 | content[position] & 0x7f;
                more = content[position++] < 0;
            }
        }
        return sides[0] > 0 && sides[1] > 0 && (sides[0] + 7) / 8 * sides[1] == content.length - position;
    }

    private static boolean starts(byte[] bytes, String start) {
        if (bytes.length < start.length()) {
            return false;
        }
        for (int i = 0; i < start.length(); i++) {
            if ((bytes[i] & 0xff) != start.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
