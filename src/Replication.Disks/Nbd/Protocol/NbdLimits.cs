namespace Replication.Disks.Nbd;

/// <summary>Sizes, in bytes, that the protocol fixes or that both of our sides hold a peer to.</summary>
internal static class NbdLimits
{
    /// <summary>Magic, option magic and handshake flags.</summary>
    public const int GreetingSize = 18;

    public const int OptionHeaderSize = 16;
    public const int OptionReplyHeaderSize = 20;
    public const int RequestSize = 28;
    public const int SimpleReplySize = 16;
    public const int StructuredReplySize = 20;

    /// <summary>Any string: an export's name, a context, the text of an error.</summary>
    public const int MaxText = 4096;

    /// <summary>Data of one option or of one reply to it: a name, and more contexts than anybody has.</summary>
    public const int MaxOptionData = 64 * 1024;

    /// <summary>What a server that names no other limit takes and gives in one request.</summary>
    public const int MaxPayload = 32 << 20;

    /// <summary>Descriptors in one chunk of block status.</summary>
    public const int MaxStatusDescriptors = 1 << 20;

    /// <summary>The padding behind the answer to NBD_OPT_EXPORT_NAME for clients that do not know of NBD_FLAG_NO_ZEROES.</summary>
    public const int ExportNamePadding = 124;
}
