using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;
using Replication.Core.Errors;
using Replication.Core.Platform;

namespace Replication.Hypervisors.Qemu.Disks;

/// <summary>QEMU's name of the format of an image that machine.json does not call raw. Told by the content, never by the file's name.</summary>
internal static class ImageDriver
{
    private const int HeadSize = 64;
    private const int FooterSize = 512;

    private static ReadOnlySpan<byte> Qcow2Magic => [(byte)'Q', (byte)'F', (byte)'I', 0xFB];

    /// <exception cref="ReplicationException">ImageFormatUnknown.</exception>
    public static string Of(string path)
    {
        using SafeFileHandle file = UnlockedFile.OpenRead(path);
        var head = new byte[HeadSize];
        RandomAccess.Read(file, head, 0);
        if (head.AsSpan().StartsWith(Qcow2Magic)) return "qcow2";
        if (head.AsSpan().StartsWith("vhdxfile"u8)) return "vhdx";
        if (head.AsSpan().StartsWith("KDMV"u8) || head.AsSpan().StartsWith("# Disk DescriptorFile"u8)) return "vmdk";
        // The footer of a VHD is at its end; a dynamic one has a copy at the beginning.
        var footer = new byte[FooterSize];
        long length = RandomAccess.GetLength(file);
        if (length >= FooterSize) RandomAccess.Read(file, footer, length - FooterSize);
        if (head.AsSpan().StartsWith("conectix"u8) || footer.AsSpan().StartsWith("conectix"u8)) return "vpc";
        throw new ReplicationException(
            "ImageFormatUnknown", path, "Its content is of no format that QEMU writes.", "qcow2, VHDX, VHD, VMDK, or a disk that machine.json calls raw.");
    }

    /// <summary>Length of the disk in a qcow2 file (docs/interop/qcow2.txt of QEMU: byte 24, big-endian); null for another format.</summary>
    public static long? Qcow2Length(string path)
    {
        using SafeFileHandle file = UnlockedFile.OpenRead(path);
        var head = new byte[HeadSize];
        return RandomAccess.Read(file, head, 0) >= 32 && head.AsSpan().StartsWith(Qcow2Magic)
            ? BinaryPrimitives.ReadInt64BigEndian(head.AsSpan(24))
            : null;
    }
}
