namespace Replication.Disks.Nbd;

/// <summary>Magic numbers of the NBD protocol (doc/proto.md of the NetworkBlockDevice project); everything is big-endian on the wire.</summary>
internal static class NbdMagic
{
    public const ulong Greeting = 0x4E42444D41474943; // "NBDMAGIC"
    public const ulong Option = 0x49484156454F5054; // "IHAVEOPT"

    /// <summary>Stands where <see cref="Option"/> would, when a server speaks the negotiation of before 2011.</summary>
    public const ulong Oldstyle = 0x0000420281861253;

    public const ulong OptionReply = 0x0003E889045565A9;
    public const uint Request = 0x25609513;
    public const uint SimpleReply = 0x67446698;
    public const uint StructuredReply = 0x668E33EF;
}
