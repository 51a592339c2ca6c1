using Replication.Core.Errors;
using Replication.Core.Manifests;

namespace Replication.Core.Tests.Evidence;

/// <summary>Documents of which one has lost its content.</summary>
internal sealed class DamagedManifests(IManifestStore manifests, string damaged) : IManifestStore
{
    public Task<ManifestDocument?> ReadAsync(string name, CancellationToken cancellationToken = default) => name == damaged
        ? throw new SnapshotStoreException("CorruptManifest", name, "the seal does not match the content.")
        : manifests.ReadAsync(name, cancellationToken);

    public IAsyncEnumerable<string> ListAsync(string prefix = "", CancellationToken cancellationToken = default) => manifests.ListAsync(prefix, cancellationToken);

    public Task<string> WriteAsync(string name, ReadOnlyMemory<byte> content, string? expectedVersion, CancellationToken cancellationToken = default) =>
        manifests.WriteAsync(name, content, expectedVersion, cancellationToken);

    public Task DeleteAsync(string name, string expectedVersion, CancellationToken cancellationToken = default) =>
        manifests.DeleteAsync(name, expectedVersion, cancellationToken);
}
