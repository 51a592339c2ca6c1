namespace Replication.Remote.Manifests;

/// <summary>A page of names of manifests.</summary>
internal sealed record NamesDocument(IReadOnlyList<string> Names, string? Next);
