namespace Replication.Store.Files;

internal enum StoreFileAccess
{
    Read,

    /// <summary>An existing file, for reading and writing.</summary>
    ReadWrite,

    /// <summary>A file that must not exist yet.</summary>
    CreateNew,

    OpenOrCreate,
}
