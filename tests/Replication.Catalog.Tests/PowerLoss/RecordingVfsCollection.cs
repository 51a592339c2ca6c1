namespace Replication.Catalog.Tests.PowerLoss;

/// <summary>The recording VFS has one log: tests that use it take turns.</summary>
[CollectionDefinition(Name)]
public sealed class RecordingVfsCollection
{
    public const string Name = "recording VFS";
}
