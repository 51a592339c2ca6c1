using System.Buffers.Binary;
using System.Text;
using Replication.Core.Errors;
using Replication.Disks.Files;

namespace Replication.Disks.Vhd;

/// <summary>
/// "Parent Locator Entry". Its "Platform Data Space" is sectors in the specification and bytes in what Windows writes;
/// only "Platform Data Length", the exact length of the text, is used here.
/// </summary>
internal sealed record VhdParentLocator(uint PlatformCode, uint DataLength, long DataOffset)
{
    public const int Size = 24;

    /// <summary>"W2ku": absolute Windows path, UTF-16.</summary>
    public const uint WindowsAbsolute = 0x57326B75;

    /// <summary>"W2ru": path relative to the differencing disk, UTF-16.</summary>
    public const uint WindowsRelative = 0x57327275;

    /// <summary>"Wi2r" and "Wi2k": the same two in the deprecated single-byte form.</summary>
    public const uint WindowsRelativeAnsi = 0x57693272;
    public const uint WindowsAbsoluteAnsi = 0x5769326B;

    /// <summary>"MacX": a file URL, UTF-8.</summary>
    public const uint MacUrl = 0x4D616358;

    /// <summary>The longest path Windows knows is 32767 UTF-16 units.</summary>
    private const int MaxDataLength = 64 * 1024;

    public static VhdParentLocator Read(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadUInt32BigEndian(bytes),
        BinaryPrimitives.ReadUInt32BigEndian(bytes[8..]),
        BinaryPrimitives.ReadInt64BigEndian(bytes[16..]));

    /// <summary>The recorded path.</summary>
    public string ReadText(IImageBytes image)
    {
        if (DataLength > MaxDataLength)
        {
            throw new DiskImageException(
                DiskErrorIds.ImageDamaged, image.Path, DataOffset, $"A parent locator claims {DataLength} bytes.",
                $"at most {MaxDataLength} bytes");
        }

        var bytes = new byte[DataLength];
        image.Read(DataOffset, bytes);
        return PlatformCode switch
        {
            WindowsAbsolute or WindowsRelative => Encoding.Unicode.GetString(bytes).TrimEnd('\0'),
            WindowsAbsoluteAnsi or WindowsRelativeAnsi => Encoding.Latin1.GetString(bytes).TrimEnd('\0'),
            _ => Encoding.UTF8.GetString(bytes).TrimEnd('\0'),
        };
    }
}
