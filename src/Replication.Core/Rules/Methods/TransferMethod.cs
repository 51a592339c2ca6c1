namespace Replication.Core.Rules.Methods;

/// <summary>How a machine's bytes get to the destination.</summary>
public enum TransferMethod
{
    /// <summary>Blocks are put into EBS snapshots through the EBS direct APIs, from anywhere.</summary>
    Ebs,

    /// <summary>The access node, an EC2 instance, writes to volumes that are attached to it.</summary>
    HotAdd,

    /// <summary>Disk images go to S3, and VM Import makes snapshots or an image of them.</summary>
    Import,

    /// <summary>Between sites of our own; the destination is not Amazon.</summary>
    Store,
}
