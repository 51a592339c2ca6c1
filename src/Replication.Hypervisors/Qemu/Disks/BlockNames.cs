using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Replication.Hypervisors.Qemu.Disks;

/// <summary>
/// What the parts of a disk are called inside QEMU (docs/local-site.md). All of them follow from the disk's id alone, so whoever connects to
/// the monitor finds them without asking. QEMU allows 31 characters for a node.
/// </summary>
/// <param name="Key">The disk's id, or 16 hexadecimal digits of its SHA-256 where QEMU does not take the id.</param>
public sealed partial record BlockNames(string Key)
{
    /// <summary>What virtio-blk shows the guest of a serial number.</summary>
    private const int LongestSerial = 20;

    /// <summary>What the device reads and writes: the guest's view. Filters go between it and the device.</summary>
    public string Format => "disk-" + Key;

    /// <summary>The file, or the connection to an NBD server, that the format lies on.</summary>
    public string File => "file-" + Key;

    /// <summary>A raw file of the machine's own that has taken the place of <see cref="File"/> while the machine ran.</summary>
    public string Own => "own-" + Key;

    /// <summary>The job by which <see cref="Format"/> is copied into <see cref="Own"/>.</summary>
    public string CopyJob => "settle-" + Key;

    /// <summary>File of the change log of a raw disk.</summary>
    public string Log => "log-" + Key;

    /// <summary>The device's id: its path is /machine/peripheral/ and this.</summary>
    public string Device => "dev-" + Key;

    /// <summary>Serial number that the guest sees.</summary>
    public string Serial => Key;

    public static BlockNames Of(string diskId) => new(
        Allowed().IsMatch(diskId) && diskId.Length <= LongestSerial
            ? diskId
            : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(diskId)).AsSpan(0, 8)));

    // Letters, digits, '-', '.' and '_' (qapi id_wellformed); the first character is that of the prefix.
    [GeneratedRegex(@"\A[A-Za-z0-9._-]+\z")]
    private static partial Regex Allowed();
}
