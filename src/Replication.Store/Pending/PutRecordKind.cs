namespace Replication.Store.Pending;

internal enum PutRecordKind
{
    /// <summary>Not a record: never written, torn or damaged.</summary>
    Invalid,

    /// <summary>A block was put.</summary>
    Put,

    /// <summary>Every record before the one named is durable together with its data.</summary>
    Mark,

    /// <summary>Stands where a crash left a record without its data.</summary>
    Void,
}
