using System.Buffers.Binary;

namespace Replication.Disks.Layout;

/// <summary>
/// Linux swap, version 1, little-endian (union swap_header of the kernel): "SWAPSPACE2" at the end of the first page, and
/// at 1024 version, last page, number of bad pages, uuid at 1036, label at 1052. The page size is that of its machine.
/// </summary>
internal sealed class SwapProbe : IFileSystemProbe
{
    private const int HeaderOffset = 1024;
    private const int HeaderSize = 44;
    private const uint Version = 1;
    private static readonly int[] PageSizes = [4096, 8192, 16384, 32768, 65536];

    public async ValueTask<ProbeResult?> ProbeAsync(VolumeWindow volume, CancellationToken cancellationToken)
    {
        foreach (int page in PageSizes)
        {
            if (await volume.ReadAsync(0, page, cancellationToken) is not { } first) return null;
            if (first.Span.EndsWith("SWAPSPACE2"u8)) return Recognise(first.Span.Slice(HeaderOffset, HeaderSize), page);
        }

        return null;
    }

    private static ProbeResult? Recognise(ReadOnlySpan<byte> header, int page)
    {
        uint lastPage = BinaryPrimitives.ReadUInt32LittleEndian(header[4..]);
        uint badPages = BinaryPrimitives.ReadUInt32LittleEndian(header[8..]);
        if (BinaryPrimitives.ReadUInt32LittleEndian(header) != Version || lastPage == 0 || badPages > page / sizeof(uint)) return null;
        return new ProbeResult("swap", VolumeText.Utf8(header.Slice(28, 16)), VolumeText.Uuid(header.Slice(12, 16)));
    }
}
