namespace Replication.Disks.Nbd;

/// <summary>Error numbers of the protocol, the same on every system.</summary>
internal enum NbdErrno : uint
{
    None = 0,
    NotPermitted = 1,
    InputOutput = 5,
    OutOfMemory = 12,
    Invalid = 22,
    NoSpace = 28,
    Overflow = 75,
    NotSupported = 95,
    Shutdown = 108,
}
