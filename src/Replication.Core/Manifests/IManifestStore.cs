namespace Replication.Core.Manifests;

/// <summary>
/// Small named documents at the destination, committed atomically with compare-and-set. A recovery point exists when
/// its manifest does. Names are '/'-separated segments of [A-Za-z0-9._-]. Error ids: ManifestConflict (the expected
/// version is not the present one), ManifestNotFound (on delete), CorruptManifest, InvalidManifestName.
/// </summary>
public interface IManifestStore
{
    /// <summary>The document, or null when there is none.</summary>
    Task<ManifestDocument?> ReadAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>Names that start with the prefix, in ordinal order.</summary>
    IAsyncEnumerable<string> ListAsync(string prefix = "", CancellationToken cancellationToken = default);

    /// <summary>Commits durably. A null expected version means "must not exist yet". Returns the new version.</summary>
    Task<string> WriteAsync(string name, ReadOnlyMemory<byte> content, string? expectedVersion, CancellationToken cancellationToken = default);

    Task DeleteAsync(string name, string expectedVersion, CancellationToken cancellationToken = default);
}

/// <param name="Name">As committed.</param>
/// <param name="Version">SHA-256 of the content in hex: equal content has an equal version.</param>
/// <param name="Content">Exactly the bytes committed.</param>
public sealed record ManifestDocument(string Name, string Version, ReadOnlyMemory<byte> Content);
