using Replication.Aws.Snapshots.Journal;
using Replication.Core.Snapshots;

namespace Replication.Aws.Snapshots.Writing;

/// <summary>The part of a start that depends on how the content gets to the service.</summary>
internal interface ISnapshotBeginning
{
    /// <summary>Adds to the journal's header what this way has to know again after a crash.</summary>
    JournalHeader Describe(StartSnapshotRequest request, JournalHeader header);

    /// <summary>
    /// Begins at the service what the journal says and notes its id; repeated with the same journal it begins nothing
    /// twice.
    /// </summary>
    Task BeginAsync(PendingJournal journal, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken);

    /// <summary>What an earlier start began; null when it is worth nothing any more, and then it is gone, its journal too.</summary>
    Task<SnapshotInfo?> FindAgainAsync(PendingJournal journal, CancellationToken cancellationToken);
}
