namespace Replication.Disks.Nbd;

/// <summary>Numbers of the NBD protocol (doc/proto.md of the NetworkBlockDevice project), all of them big-endian on the wire.</summary>
internal static class NbdProtocol
{
    public const ulong Greeting = 0x4E42444D41474943; // "NBDMAGIC"
    public const ulong OptionMagic = 0x49484156454F5054; // "IHAVEOPT"
    public const ulong OptionReplyMagic = 0x3E889045565A9;
    public const uint RequestMagic = 0x25609513;
    public const uint ReplyMagic = 0x67446698;

    public const ushort FixedNewstyle = 1;
    public const ushort NoZeroes = 2;

    public const uint OptionExportName = 1;
    public const uint OptionAbort = 2;
    public const uint OptionList = 3;
    public const uint OptionInfo = 6;
    public const uint OptionGo = 7;

    public const uint ReplyAck = 1;
    public const uint ReplyServer = 2;
    public const uint ReplyInfo = 3;
    public const uint ErrorUnsupported = 0x80000001;
    public const uint ErrorInvalid = 0x80000003;
    public const uint ErrorUnknown = 0x80000006;

    public const ushort InfoExport = 0;
    public const ushort InfoBlockSize = 3;

    /// <summary>NBD_FLAG_HAS_FLAGS, NBD_FLAG_READ_ONLY and NBD_FLAG_CAN_MULTI_CONN.</summary>
    public const ushort TransmissionFlags = 1 | 2 | 0x100;

    public const ushort CommandRead = 0;
    public const ushort CommandWrite = 1;
    public const ushort CommandDisconnect = 2;

    public const uint NotPermitted = 1; // NBD_EPERM
    public const uint InputOutput = 5; // NBD_EIO
    public const uint Invalid = 22; // NBD_EINVAL

    /// <summary>The largest payload that a client may ask of a server that named no other ("at least 32 MiB").</summary>
    public const int MaxPayload = 32 << 20;
}
