namespace Replication.Core.Evidence;

/// <summary>Names of the details that programs read (docs/evidence.md).</summary>
public static class EvidenceDetails
{
    public const string PublicKey = "publicKey";
    public const string EndorsedBy = "endorsedBy";
    public const string Endorsement = "endorsement";
    public const string SourceTime = "sourceTime";
    public const string AcceptedTime = "acceptedTime";
    public const string MachineId = "machine";

    /// <summary>Followed by the id of a disk: its root hash.</summary>
    public const string RootPrefix = "root.";
}
