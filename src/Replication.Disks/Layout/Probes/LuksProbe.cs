using System.Buffers.Binary;

namespace Replication.Disks.Layout;

/// <summary>LUKS1 and LUKS2 binary header: "LUKS" BA BE, version at 6 (big-endian), label (LUKS2) at 24, uuid as text at 168.</summary>
internal sealed class LuksProbe : IFileSystemProbe
{
    private const int HeaderSize = 208;

    public async ValueTask<ProbeResult?> ProbeAsync(VolumeWindow volume, CancellationToken cancellationToken) =>
        await volume.ReadAsync(0, HeaderSize, cancellationToken) is { } header ? Recognise(header.Span) : null;

    private static ProbeResult? Recognise(ReadOnlySpan<byte> header)
    {
        if (!header.StartsWith("LUKS"u8) || header[4] != 0xBA || header[5] != 0xBE) return null;
        ushort version = BinaryPrimitives.ReadUInt16BigEndian(header[6..]);
        string? uuid = VolumeText.Utf8(header.Slice(168, 40));
        if (version is not (1 or 2) || !Guid.TryParseExact(uuid, "D", out _)) return null;
        return new ProbeResult("crypto_luks", version == 2 ? VolumeText.Utf8(header.Slice(24, 48)) : null, uuid);
    }
}
