namespace Replication.Disks.Overlays;

internal enum OverlayRecordKind
{
    /// <summary>What a part of the file holds that was never written.</summary>
    None,

    /// <summary>
    /// Somebody opened the overlay and writes what follows. Names the session before it, in the place of the slot: what a session
    /// that was lost has left behind the end of the map is never taken for what follows a later one's record.
    /// </summary>
    Opened,

    /// <summary>Chunks that follow one another are in slots that follow one another.</summary>
    Data,

    /// <summary>Chunks that follow one another are zeros.</summary>
    Zero,

    /// <summary>The content of all slots before it is durable. Written before the flush that makes the records so.</summary>
    Commit,

    /// <summary>All records before it are durable. Written after the flush that made them so.</summary>
    Durable,
}
