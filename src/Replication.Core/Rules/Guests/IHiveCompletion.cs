namespace Replication.Core.Rules.Guests;

/// <summary>
/// Port to what completes a registry hive of a Windows that was running when its disk was captured: the newest changes are in the
/// hive's logs then, and would be lost if the hive were written without them.
/// </summary>
public interface IHiveCompletion
{
    /// <summary>Bytes at the start of a hive that <see cref="IsNeeded"/> looks at.</summary>
    int HeadLength { get; }

    /// <summary>Whether a hive is not complete without its logs.</summary>
    bool IsNeeded(ReadOnlySpan<byte> head);

    /// <summary>The complete hive, whose first <see cref="HeadLength"/> bytes say that it is.</summary>
    /// <param name="name">Of the hive, for messages.</param>
    /// <param name="hive">Its file.</param>
    /// <param name="logs">Name and content of the logs that are there.</param>
    /// <exception cref="Errors.ReplicationException">GuestFileUnreadable: the logs do not complete it.</exception>
    byte[] Complete(string name, byte[] hive, IReadOnlyList<(string Name, byte[] File)> logs);
}
