namespace Replication.Aws.Manifests;

/// <summary>What an object's head says about the manifest in it.</summary>
/// <param name="ETag">For conditions.</param>
/// <param name="Version">SHA-256 of the content as its writer recorded it; null for an object that no manifest store wrote.</param>
/// <param name="WriteId">Of the call that wrote it.</param>
internal sealed record StoredManifest(string ETag, string? Version, string? WriteId);
