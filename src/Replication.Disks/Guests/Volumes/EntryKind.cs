namespace Replication.Disks.Guests;

internal enum EntryKind
{
    File,
    Folder,
    Link,

    /// <summary>A device, a pipe, a socket: never opened.</summary>
    Other,
}
