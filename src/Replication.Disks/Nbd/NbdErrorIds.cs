namespace Replication.Disks.Nbd;

/// <summary>Stable ids of the errors of NBD; docs/nbd.md explains each.</summary>
public static class NbdErrorIds
{
    public const string NbdUriInvalid = "NbdUriInvalid";
    public const string NbdServerUnreachable = "NbdServerUnreachable";
    public const string NbdExportNotFound = "NbdExportNotFound";

    /// <summary>The server does not speak the protocol, or not to its letter; nothing it sent is used.</summary>
    public const string NbdProtocolViolation = "NbdProtocolViolation";

    /// <summary>The server answered an option of the negotiation with a refusal.</summary>
    public const string NbdServerRefused = "NbdServerRefused";

    public const string NbdTlsFailed = "NbdTlsFailed";
    public const string NbdTlsNotOffered = "NbdTlsNotOffered";
    public const string NbdTlsRequired = "NbdTlsRequired";
    public const string NbdConnectionLost = "NbdConnectionLost";
    public const string NbdTimeout = "NbdTimeout";

    /// <summary>The export has no such metadata context.</summary>
    public const string NbdContextNotFound = "NbdContextNotFound";

    public const string NbdExportReadOnly = "NbdExportReadOnly";

    /// <summary>The export cannot do what was asked: zeroes without a write, for one.</summary>
    public const string NbdRequestNotOffered = "NbdRequestNotOffered";

    /// <summary>A range that is no multiple of the export's minimum block.</summary>
    public const string NbdRequestUnaligned = "NbdRequestUnaligned";

    /// <summary>Two connections were told different things about one export.</summary>
    public const string NbdExportChanged = "NbdExportChanged";

    /// <summary>A server cannot listen where it is to.</summary>
    public const string NbdAddressInUse = "NbdAddressInUse";

    /// <summary>A file with a disk's bytes is needed, and the disk is behind NBD.</summary>
    public const string NbdDiskNotAFile = "NbdDiskNotAFile";
}
