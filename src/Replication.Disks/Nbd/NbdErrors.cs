using Replication.Core.Errors;

namespace Replication.Disks.Nbd;

/// <summary>The errors of a client of NBD; their path is the export's URI.</summary>
internal static class NbdErrors
{
    public static DiskImageException Protocol(NbdAddress address, string found, long? offset = null) => new(
        NbdErrorIds.NbdProtocolViolation, address.ToString(), offset, found, "a server that keeps to the NBD protocol");

    public static DiskImageException Unreachable(NbdAddress address, Exception inner) => new(
        NbdErrorIds.NbdServerUnreachable, address.ToString(), null, $"The server cannot be reached: {inner.Message}",
        "an NBD server that listens there", inner);

    public static DiskImageException Lost(NbdAddress address, Exception? inner) => new(
        NbdErrorIds.NbdConnectionLost, address.ToString(), null,
        inner is null or EndOfStreamException ? "The server ended the connection." : $"The connection was lost: {inner.Message}",
        "the connection, until the disk is closed; what was written since the last flush may or may not be there", inner);

    public static DiskImageException Timeout(NbdAddress address, string what, TimeSpan limit) => new(
        NbdErrorIds.NbdTimeout, address.ToString(), null, $"{what} took longer than {limit.TotalSeconds:0.###} s.",
        "a server that answers, or a longer timeout");

    public static DiskImageException ContextNotFound(NbdAddress address, string context) => new(
        NbdErrorIds.NbdContextNotFound, address.ToString(), null, $"The export has no metadata context \"{context}\".",
        "a server that exports it (qemu-nbd -B, for a bitmap)");

    public static DiskImageException ReadOnly(NbdAddress address) => new(
        NbdErrorIds.NbdExportReadOnly, address.ToString(), null, "The export is read-only.", "an export that may be written");

    public static DiskImageException NotOffered(NbdAddress address, string what) => new(
        NbdErrorIds.NbdRequestNotOffered, address.ToString(), null, $"The server does not offer {what}.");

    /// <summary>What the server answered to a request, as the id that the same failure of a file would have.</summary>
    public static DiskImageException Failed(NbdAddress address, NbdCommand command, long offset, NbdErrno error, string text)
    {
        bool changes = command is NbdCommand.Write or NbdCommand.WriteZeroes or NbdCommand.Trim or NbdCommand.Flush;
        string id = error switch
        {
            NbdErrno.NotPermitted when changes => NbdErrorIds.NbdExportReadOnly,
            NbdErrno.NoSpace when changes => DiskErrorIds.StorageFull,
            NbdErrno.NotSupported => NbdErrorIds.NbdRequestNotOffered,
            _ => changes ? DiskErrorIds.ImageWriteFailed : DiskErrorIds.ImageReadFailed,
        };
        string said = text is "" ? "" : $": {text}";
        return new DiskImageException(id, address.ToString(), offset, $"The server failed the request ({command}) with error {(uint)error} ({error}){said}");
    }
}
