namespace Replication.Store.Tests.Faults;

internal enum DiskOperationKind
{
    Write,
    SetLength,
    Punch,
    Flush,
    Create,
    Rename,
    Delete,
    MakeDirectory,
    RemoveDirectory,
    FlushDirectory,
}

/// <summary>One change of the disk as the store asked for it. Names are of directory entries, the number that of a file.</summary>
internal sealed record DiskOperation(DiskOperationKind Kind, int File, string Path, string Target, long Offset, long Length, byte[] Data);
