namespace Replication.Core.Snapshots;

/// <summary>A store that knows which snapshots descend from one another, also when those between them are gone.</summary>
public interface ISnapshotLineage
{
    /// <summary>Equal for two snapshots exactly when one was started from the other, or both from a common ancestor.</summary>
    Task<string> FindLineageAsync(string snapshotId, CancellationToken cancellationToken = default);
}
