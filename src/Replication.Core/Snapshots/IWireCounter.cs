namespace Replication.Core.Snapshots;

/// <summary>A store behind a network, which counts what travels.</summary>
public interface IWireCounter
{
    /// <summary>Bytes that carried blocks into a pending snapshot from here, as they travelled: compressed where that was done.</summary>
    long SentTo(string snapshotId);
}
