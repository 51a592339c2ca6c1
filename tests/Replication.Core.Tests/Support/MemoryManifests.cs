using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Replication.Core.Errors;
using Replication.Core.Manifests;

namespace Replication.Core.Tests.Support;

public sealed class MemoryManifests : IManifestStore
{
    public SortedDictionary<string, byte[]> Documents { get; } = new(StringComparer.Ordinal);

    public Task<ManifestDocument?> ReadAsync(string name, CancellationToken cancellationToken = default) =>
        Task.FromResult(Documents.TryGetValue(name, out byte[]? content) ? new ManifestDocument(name, VersionOf(content), content) : null);

    public async IAsyncEnumerable<string> ListAsync(string prefix = "", [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask;
        foreach (string name in Documents.Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).ToList()) yield return name;
    }

    /// <summary>What happens between somebody's look and the write.</summary>
    public Func<Task>? BeforeWrite { get; set; }

    public async Task<string> WriteAsync(string name, ReadOnlyMemory<byte> content, string? expectedVersion, CancellationToken cancellationToken = default)
    {
        if (BeforeWrite is { } before) await before();
        string? present = Documents.TryGetValue(name, out byte[]? known) ? VersionOf(known) : null;
        if (present != expectedVersion) throw new SnapshotStoreException("ManifestConflict", name, $"its version is {present}.");
        Documents[name] = content.ToArray();
        return VersionOf(Documents[name]);
    }

    public Task DeleteAsync(string name, string expectedVersion, CancellationToken cancellationToken = default)
    {
        if (!Documents.TryGetValue(name, out byte[]? known)) throw new SnapshotStoreException("ManifestNotFound", name, "there is none.");
        if (VersionOf(known) != expectedVersion) throw new SnapshotStoreException("ManifestConflict", name, "another version.");
        Documents.Remove(name);
        return Task.CompletedTask;
    }

    private static string VersionOf(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
