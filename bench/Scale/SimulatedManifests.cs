using System.Security.Cryptography;
using Replication.Core.Manifests;

namespace Replication.Bench.Scale;

/// <summary>Manifests as bare files in memory, where the agents of one measurement all see them.</summary>
internal sealed class SimulatedManifests(string folder) : IManifestStore
{
    public async Task<ManifestDocument?> ReadAsync(string name, CancellationToken cancellationToken = default)
    {
        try
        {
            byte[] content = await File.ReadAllBytesAsync(PathOf(name), cancellationToken);
            return new ManifestDocument(name, Convert.ToHexStringLower(SHA256.HashData(content)), content);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    public async IAsyncEnumerable<string> ListAsync(
        string prefix = "", [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask;
        string directory = PathOf(prefix);
        if (!Directory.Exists(directory)) yield break;
        foreach (string path in Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories)) yield return Path.GetRelativePath(folder, path);
    }

    public async Task<string> WriteAsync(string name, ReadOnlyMemory<byte> content, string? expectedVersion, CancellationToken cancellationToken = default)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        await File.WriteAllBytesAsync(PathOf(name), content, cancellationToken);
        return Convert.ToHexStringLower(SHA256.HashData(content.Span));
    }

    public Task DeleteAsync(string name, string expectedVersion, CancellationToken cancellationToken = default)
    {
        File.Delete(PathOf(name));
        return Task.CompletedTask;
    }

    private string PathOf(string name) => Path.Combine(folder, name);
}
