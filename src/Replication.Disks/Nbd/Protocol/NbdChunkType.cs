namespace Replication.Disks.Nbd;

/// <summary>NBD_REPLY_TYPE_*: kinds of chunks of a structured reply; errors have the highest bit set.</summary>
internal enum NbdChunkType : ushort
{
    None = 0,
    OffsetData = 1,
    OffsetHole = 2,
    BlockStatus = 5,
    Error = 0x8001,
    ErrorOffset = 0x8002,
}
