using System.Buffers;
using System.Globalization;
using System.Text;

namespace Replication.Disks.Guests;

/// <summary>
/// Names in a cpio archive of the "newc" form (kernel documentation, "initramfs buffer format"): a header of 110 ASCII
/// characters with the length of the content at 54 and of the name at 94, both then padded to four bytes; the entry
/// TRAILER!!! is the last.
/// </summary>
internal static class CpioNames
{
    private const int HeaderSize = 110;
    private const int MaxName = 4096;

    /// <summary>A compressed archive of a few megabytes can be made to unpack into anything; no real one comes near this.</summary>
    private const long MaxContent = 4L << 30;

    private const string Trailer = "TRAILER!!!";

    public static bool Begins(ReadOnlySpan<byte> bytes) => bytes.StartsWith("070701"u8) || bytes.StartsWith("070702"u8);

    /// <summary>Reads up to and including the trailer.</summary>
    /// <exception cref="InvalidDataException">Not an archive of this form, or one that ends in the middle.</exception>
    public static async ValueTask ReadAsync(Stream archive, ICollection<string> names, CancellationToken cancellationToken)
    {
        var header = new byte[HeaderSize];
        long content = 0;
        var scratch = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            while (true)
            {
                await ExactlyAsync(archive, header, cancellationToken);
                if (!Begins(header)) throw new InvalidDataException("An entry of the initramfs does not begin with a cpio header.");
                uint length = Hex(header, 54);
                uint nameLength = Hex(header, 94);
                if (nameLength is 0 or > MaxName) throw new InvalidDataException($"An entry of the initramfs has a name of {nameLength} bytes.");
                int padded = (int)(Align(HeaderSize + nameLength) - HeaderSize);
                await ExactlyAsync(archive, scratch.AsMemory(0, padded), cancellationToken);
                string name = Encoding.UTF8.GetString(scratch, 0, (int)nameLength - 1);
                if (name == Trailer) return;
                names.Add(name);
                content += length;
                if (content > MaxContent) throw new InvalidDataException($"The initramfs unpacks to more than {MaxContent} bytes.");
                for (long left = Align(length); left > 0;)
                {
                    int count = (int)Math.Min(left, 64 * 1024);
                    await ExactlyAsync(archive, scratch.AsMemory(0, count), cancellationToken);
                    left -= count;
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(scratch);
        }
    }

    private static long Align(long length) => (length + 3) & ~3L;

    private static async ValueTask ExactlyAsync(Stream archive, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (await archive.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken) != buffer.Length)
        {
            throw new InvalidDataException("The initramfs ends in the middle of an entry.");
        }
    }

    private static uint Hex(byte[] header, int offset) =>
        uint.TryParse(header.AsSpan(offset, 8), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint value)
            ? value
            : throw new InvalidDataException("A number in the initramfs is not hexadecimal.");
}
