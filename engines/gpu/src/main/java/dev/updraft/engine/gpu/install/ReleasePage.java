package dev.updraft.engine.gpu.install;

import dev.updraft.download.Download;
import dev.updraft.download.RemoteFile;
import dev.updraft.engine.EngineException;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where TornadoVM publishes its archives.
 *
 * @param releases what people look at, and where archives are
 * @param api where programs ask what a release has; the tag is appended
 */
record ReleasePage(URI releases, URI api, Download download) {
    static final ReleasePage GITHUB = new ReleasePage(
            URI.create("https://github.com/beehive-lab/TornadoVM/releases/"),
            URI.create("https://api.github.com/repos/beehive-lab/TornadoVM/releases/tags/"),
            Download.DEFAULT);

    /** Many times what a release's description takes. */
    private static final int MOST_BYTES = 1 << 22;

    /** The page that shows a release's archives and their SHA-256. */
    URI page(Release release) {
        return releases.resolve("tag/" + release.tag());
    }

    URI address(Release release) {
        return releases.resolve("download/" + release.tag() + "/" + release.archive());
    }

    /** An archive whose SHA-256 the user knows. */
    RemoteFile file(Release release, String sha256) {
        return file(release, -1, sha256);
    }

    /**
     * Asks for size and SHA-256 of an archive.
     *
     * @throws EngineException if there is no such release or archive, or no SHA-256 is published
     * @throws IOException if there is no answer; the message is fit for the user
     */
    RemoteFile ask(Release release) throws IOException {
        var answer = download.read(api.resolve(release.tag()), MOST_BYTES)
                .orElseThrow(() -> new EngineException("there is no release " + release.fullVersion()
                        + " of TornadoVM: " + page(release) + " is not found; " + releases
                        + " lists all, and Updraft is tested with " + Release.TESTED));
        var assets = Asset.parse(answer);
        var asset = assets.stream()
                .filter(each -> each.name().equals(release.archive()))
                .findAny()
                .orElseThrow(
                        () -> new EngineException("release " + release.fullVersion() + " of TornadoVM has no archive "
                                + release.archive() + "; " + page(release) + " has " + zips(assets)));
        if (asset.sha256() == null) {
            throw new EngineException("GitHub publishes no SHA-256 for " + release.archive()
                    + ", so that it cannot be verified; if you know it, give it with --sha256, else download "
                    + address(release) + " yourself and install it with --from");
        }
        return file(release, asset.bytes(), asset.sha256());
    }

    private RemoteFile file(Release release, long bytes, String sha256) {
        return new RemoteFile(release.archive(), List.of(address(release)), bytes, sha256, List.of());
    }

    private static String zips(List<Asset> assets) {
        var zips = assets.stream()
                .map(Asset::name)
                .filter(name -> name.endsWith(".zip"))
                .toList();
        return zips.isEmpty() ? "none" : zips.stream().collect(Collectors.joining(", "));
    }
}
