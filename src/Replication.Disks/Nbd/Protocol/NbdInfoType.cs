namespace Replication.Disks.Nbd;

/// <summary>NBD_INFO_*: parts of what a server tells about an export.</summary>
internal enum NbdInfoType : ushort
{
    Export = 0,
    Name = 1,
    Description = 2,
    BlockSize = 3,
}
