using System.Security.Cryptography;
using System.Text;
using Replication.Core.Manifests;
using Replication.Store.Files;

namespace Replication.Store.Manifests;

/// <summary>
/// Manifests as sealed documents, one file each; the first line holds the name, so that a file under another name is
/// refused. There is one writer process, so that compare and set needs no more than a lock within it.
/// </summary>
internal sealed class ManifestFiles(IStoreFiles files, string directory)
{
    private const string Magic = "replication-manifest-1 ";

    private readonly Lock _writing = new();

    public ManifestDocument? Read(string name)
    {
        string path = PathOf(name);
        byte[] header = Header(name);
        byte[]? payload = SealedDocument.Read(files, path, ManifestRules.MaximumLength + header.Length, found => StoreErrors.CorruptManifest(name, path, found));
        if (payload is null) return null;
        if (!payload.AsSpan().StartsWith(header)) throw StoreErrors.CorruptManifest(name, path, "the document is of another name");
        ReadOnlyMemory<byte> content = payload.AsMemory(header.Length);
        return new ManifestDocument(name, Version(content.Span), content);
    }

    public IEnumerable<string> List(string prefix) => Names(directory, "").Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    public string Write(string name, ReadOnlySpan<byte> content, string? expectedVersion)
    {
        string path = PathOf(name);
        ManifestRules.CheckLength(name, content.Length);
        lock (_writing)
        {
            Expect(name, expectedVersion);
            EnsureDirectory(Path.GetDirectoryName(path)!);
            SealedDocument.Write(files, path, [.. Header(name), .. content]);
            return Version(content);
        }
    }

    public void Delete(string name, string expectedVersion)
    {
        string path = PathOf(name);
        lock (_writing)
        {
            if (!files.FileExists(path)) throw ManifestRules.NotFound(name);
            Expect(name, expectedVersion);
            files.Delete(path);
            files.FlushDirectory(Path.GetDirectoryName(path)!);
        }
    }

    /// <summary>What writers that died left behind.</summary>
    public void SweepTemporaryFiles() => Sweep(directory);

    private static byte[] Header(string name) => Encoding.ASCII.GetBytes(Magic + name + "\n");

    private static string Version(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private string PathOf(string name) => Path.Combine(directory, ManifestName.ToPath(name));

    private void Expect(string name, string? expectedVersion)
    {
        string? found = Read(name)?.Version;
        if (found != expectedVersion) throw ManifestRules.Conflict(name, expectedVersion, found);
    }

    private void EnsureDirectory(string wanted)
    {
        if (files.DirectoryExists(wanted)) return;
        string above = Path.GetDirectoryName(wanted)!;
        EnsureDirectory(above);
        files.CreateDirectory(wanted);
        files.FlushDirectory(above);
    }

    private IEnumerable<string> Names(string inside, string prefix)
    {
        foreach (string file in files.ListFiles(inside))
        {
            if (ManifestName.OfDocument(file) is { } name) yield return prefix + name;
        }

        foreach (string child in files.ListDirectories(inside))
        {
            if (ManifestName.OfDirectory(child) is not { } name) continue;
            foreach (string below in Names(Path.Combine(inside, child), prefix + name + "/")) yield return below;
        }
    }

    private void Sweep(string inside)
    {
        foreach (string file in files.ListFiles(inside).Where(file => file.EndsWith(SealedDocument.TemporarySuffix, StringComparison.Ordinal)))
            files.Delete(Path.Combine(inside, file));
        foreach (string child in files.ListDirectories(inside)) Sweep(Path.Combine(inside, child));
    }
}
