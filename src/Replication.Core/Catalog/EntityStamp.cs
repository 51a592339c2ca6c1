namespace Replication.Core.Catalog;

/// <summary>Of an entity what a survey needs to see whether it is still as it was.</summary>
/// <param name="Id">Which.</param>
/// <param name="OwnerId">What it belongs to, or null.</param>
/// <param name="State">As a word, or null.</param>
/// <param name="Version">Counts up with every update.</param>
public readonly record struct EntityStamp(string Id, string? OwnerId, string? State, long Version);
