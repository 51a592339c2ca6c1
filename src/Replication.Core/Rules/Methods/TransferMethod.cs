namespace Replication.Core.Rules.Methods;

/// <summary>How a disk's bytes come into a snapshot at the destination.</summary>
public enum TransferMethod
{
    /// <summary>Through the EBS direct APIs, from anywhere.</summary>
    Ebs,

    /// <summary>Written to volumes that are attached to an access node, of which snapshots are taken.</summary>
    HotAdd,

    /// <summary>As disk images in a bucket that the platform imports.</summary>
    Import,
}
