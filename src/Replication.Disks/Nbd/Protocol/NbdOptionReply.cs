namespace Replication.Disks.Nbd;

/// <summary>NBD_REP_*: what a server answers to an option; errors have the highest bit set and may carry a text.</summary>
internal enum NbdOptionReply : uint
{
    Ack = 1,
    Server = 2,
    Info = 3,
    MetaContext = 4,
    Unsupported = 0x80000001,
    Policy = 0x80000002,
    Invalid = 0x80000003,
    TlsRequired = 0x80000005,
    Unknown = 0x80000006,
    TooBig = 0x80000009,
}
