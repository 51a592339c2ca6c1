namespace Replication.Disks.Nbd;

/// <summary>Transmission flags (NBD_FLAG_*) of an export: what a client may ask of it.</summary>
[Flags]
public enum NbdExportFlags : ushort
{
    None = 0,
    HasFlags = 1 << 0,
    ReadOnly = 1 << 1,
    SendFlush = 1 << 2,
    SendFua = 1 << 3,
    Rotational = 1 << 4,
    SendTrim = 1 << 5,
    SendWriteZeroes = 1 << 6,
    SendDontFragment = 1 << 7,

    /// <summary>Several connections see one disk: what one was told is written, all read, and a flush on one covers all.</summary>
    MultiConnection = 1 << 8,
    SendResize = 1 << 9,
    SendCache = 1 << 10,
    SendFastZero = 1 << 11,
}
