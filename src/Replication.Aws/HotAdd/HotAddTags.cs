namespace Replication.Aws.HotAdd;

/// <summary>Tags of the volumes that HotAdd makes, beside those of the snapshots that they become (docs/hotadd.md).</summary>
public static class HotAddTags
{
    private const string Prefix = "replication:";

    /// <summary>While the volume takes blocks: nonce of its journal.</summary>
    public const string Pending = Prefix + "pending";

    /// <summary>On a volume that waits for a machine: snapshot that it was written for, or made of.</summary>
    public const string Integrity = Prefix + "integrity";

    /// <summary>On a volume with drivers put into it: digest of the drivers.</summary>
    public const string Injected = Prefix + "injected";
}
