package dev.updraft.data.internal.spreadsheets;

import dev.updraft.data.DataException;
import dev.updraft.files.FileProblem;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** The XML documents that an Excel file is packed of, by their paths in it. */
record Parts(Path file) {
    /** What an old .xls file and one with a password begin with. */
    private static final byte[] COMPOUND = {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0};

    /** Length of the byte order mark of UTF-8. */
    private static final int MARK = 3;

    private static final XMLInputFactory XML = xml();

    /** Reads a document, of which the first tag has been read. */
    @FunctionalInterface
    interface DocumentReader {
        void read(XMLStreamReader xml) throws XMLStreamException;
    }

    /** Of the JDK, whatever else is on the class path. It neither expands entities nor reads what is outside of the document. */
    private static XMLInputFactory xml() {
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, false);
        return factory;
    }

    /**
     * Reads a part.
     *
     * @return whether there is one
     * @throws DataException if it cannot be read
     */
    boolean read(String part, DocumentReader reader) {
        try (var in = open(part)) {
            if (in == null) {
                return false;
            }
            var xml = XML.createXMLStreamReader(decoded(in));
            for (var event = xml.next(); event != XMLStreamConstants.START_ELEMENT; event = xml.next()) {
                if (event == XMLStreamConstants.DTD) {
                    throw new DataException(file + ": " + part + " declares a document type, which no spreadsheet has;"
                            + " save the file again");
                }
            }
            reader.read(xml);
            return true;
        } catch (XMLStreamException e) {
            throw broken(part, e);
        } catch (IOException | IllegalArgumentException e) {
            throw failure(e);
        }
    }

    /** Characters of UTF-8, or of UTF-16 if there is a byte order mark. The JDK's parser prints what it cannot decode. */
    private static Reader decoded(InputStream in) throws IOException {
        var bytes = new PushbackInputStream(in, MARK);
        var start = bytes.readNBytes(MARK);
        var isUtf16 = start.length > 1
                && ((start[0] == (byte) 0xFE && start[1] == (byte) 0xFF)
                        || (start[0] == (byte) 0xFF && start[1] == (byte) 0xFE));
        var isMarked =
                start.length == MARK && start[0] == (byte) 0xEF && start[1] == (byte) 0xBB && start[2] == (byte) 0xBF;
        if (!isMarked) {
            bytes.unread(start);
        }
        return new InputStreamReader(bytes, (isUtf16 ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8).newDecoder());
    }

    /** Whose entities and the like cannot be read. */
    private DataException broken(String part, XMLStreamException e) {
        if (e.getNestedException() instanceof IOException unreadable) {
            return failure(unreadable);
        }
        var line = e.getLocation() == null ? "" : ", line " + e.getLocation().getLineNumber();
        return new DataException(
                file + ": is broken (" + part + line + "); open and save it in Excel or LibreOffice", e);
    }

    private DataException failure(Exception e) {
        return switch (e) {
            case NoSuchFileException _ -> new DataException(file + ": no such file; check the path", e);
            case ZipException _ -> new DataException(file + ": " + unpackable(), e);
            case IOException failure ->
                new DataException(
                        file + ": cannot be read: " + FileProblem.reason(failure)
                                + "; open and save it in Excel or LibreOffice",
                        e);
            default -> new DataException(file + ": cannot be read: " + e.getMessage(), e);
        };
    }

    private String unpackable() {
        try (var in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(COMPOUND.length), COMPOUND)
                    ? "is an old Excel file (.xls), or has a password; save it as .xlsx without one"
                    : "is not an Excel file (.xlsx), or broken; save it again";
        } catch (IOException e) {
            return "cannot be read: " + FileProblem.reason(e);
        }
    }

    private @Nullable InputStream open(String part) throws IOException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        if (Files.size(file) == 0) {
            throw new ZipException("empty");
        }
        var zip = new ZipFile(file.toFile());
        try {
            var entry = entry(zip, part);
            if (entry == null) {
                zip.close();
                return null;
            }
            // The size it is packed to is said by the file, which need not tell the truth.
            var packed = Math.min(Math.max(0, entry.getCompressedSize()), Files.size(file));
            return new FilterInputStream(new BoundedPart(zip.getInputStream(entry), part, packed)) {
                @Override
                public void close() throws IOException {
                    zip.close();
                }
            };
        } catch (IOException | RuntimeException e) {
            zip.close();
            throw e;
        }
    }

    /** Some programs write one case in the file and another in what refers to it. */
    private static @Nullable ZipEntry entry(ZipFile zip, String part) {
        var entry = zip.getEntry(part);
        return entry != null
                ? entry
                : zip.stream()
                        .filter(other -> other.getName().equalsIgnoreCase(part))
                        .findFirst()
                        .orElse(null);
    }
}
