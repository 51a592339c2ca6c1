namespace Replication.Aws.Sites;

/// <summary>Tags by which the site finds again what it made. docs/aws-site.md lists them for whoever looks at the account.</summary>
public static class AwsTags
{
    public const string Name = "Name";

    /// <summary>On instances, volumes and images: id of the machine that the site made them for.</summary>
    public const string Machine = "replication:machine";

    /// <summary>On instances: why it was made (a <see cref="Core.Sites.MachineRole"/>).</summary>
    public const string Role = "replication:role";

    /// <summary>On instances and images: digest of the content that the image it is launched from holds, or <see cref="Shell"/>.</summary>
    public const string Launch = "replication:launch";

    /// <summary>Launched only to have its volumes swapped.</summary>
    public const string Shell = "shell";

    /// <summary>On instances: digest of the content that the machine was completed with. A machine without it is not finished.</summary>
    public const string Content = "replication:content";

    /// <summary>On instances while their volumes are swapped, "run/digest"; on the volumes made for it, "run".</summary>
    public const string Swap = "replication:swap";

    /// <summary>On volumes: id of the disk.</summary>
    public const string Disk = "replication:disk";

    /// <summary>On volumes: exact length of the disk in bytes; the volume is rounded up to GiB (INV-05).</summary>
    public const string Length = "replication:length";

    /// <summary>On instances, followed by a device: "device former made delete|keep", the volumes of a replacement that is not finished.</summary>
    public const string Replace = "replication:replace:";

    /// <summary>On volumes made to replace a disk's, until they have: id of the machine.</summary>
    public const string Replacement = "replication:replacement";

    /// <summary>On snapshots made of volumes: id of the machine that was captured.</summary>
    public const string Capture = "replication:capture";

    /// <summary>On the snapshots of one capture: a number of its own.</summary>
    public const string CaptureRun = "replication:capture-run";

    /// <summary>
    /// On snapshots uploaded only to make a machine of: its id; to replace a disk's volume: its id, a space and the disk's.
    /// A caller's tag of the store, hence without the prefix.
    /// </summary>
    public const string Upload = "replication-upload";

    /// <summary>On instances: addresses to be set inside the guest, by interface.</summary>
    public const string GuestAddresses = "replication:guest-addresses";

    /// <summary>On instances, "pending": their guest was given drivers and has not been seen to restart at its first logon.</summary>
    public const string FirstLogonRestart = "replication:first-logon-restart";

    private const string Prefix = "replication:";

    /// <summary>Whether a tag is the product's or the platform's, which nobody else sets.</summary>
    public static bool IsReserved(string key) =>
        key == Name || key.StartsWith(Prefix, StringComparison.Ordinal) || key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase);
}
