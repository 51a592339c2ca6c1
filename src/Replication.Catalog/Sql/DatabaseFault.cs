namespace Replication.Catalog.Sql;

/// <summary>What a database error means to the catalog, whatever the database calls it.</summary>
internal enum DatabaseFault
{
    /// <summary>Another connection is in the way; the whole transaction may be run again.</summary>
    Busy,

    /// <summary>The server is not there, or went away; the whole transaction may be run again once it is known not to have been committed.</summary>
    Disconnected,
    DuplicateId,
    DuplicateName,
    Corrupt,
    ReadOnly,
    Full,
    Inaccessible,
    TooLarge,
    Other,
}
