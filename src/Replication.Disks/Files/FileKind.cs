namespace Replication.Disks.Files;

/// <summary>What a path names, as far as it matters before it is opened.</summary>
internal enum FileKind
{
    /// <summary>Missing, not to be looked at, or on a platform that does not tell: opening it says why.</summary>
    Unknown,
    Regular,
    BlockDevice,
    Directory,

    /// <summary>A pipe, a socket or a character device.</summary>
    Other,
}
