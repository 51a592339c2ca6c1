namespace Replication.Disks.Nbd;

/// <summary>NBD_FLAG_* of the greeting; the client's answer repeats the bits it understands.</summary>
[Flags]
internal enum NbdHandshakeFlags : ushort
{
    None = 0,
    FixedNewstyle = 1,
    NoZeroes = 2,
}
