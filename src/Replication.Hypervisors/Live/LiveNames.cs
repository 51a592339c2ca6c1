using System.Security.Cryptography;
using System.Text;

namespace Replication.Hypervisors.Live;

/// <summary>
/// Names of what a capture adds to somebody's QEMU. They are recognised by their prefix, so that what a killed capture left is found
/// and nothing else is touched. QEMU takes node names of at most 31 bytes.
/// </summary>
internal static class LiveNames
{
    public const string Prefix = "rpl-";

    /// <summary>A copy of the earlier capture's bitmap for the reader: what changed between the two instants.</summary>
    public const string ChangedBitmap = Prefix + "shown-changed";

    /// <summary>A copy of this capture's own bitmap for the reader: what has changed since the instant.</summary>
    public const string NewerBitmap = Prefix + "shown-newer";

    private const string BitmapPrefix = Prefix + "since-";

    /// <summary>A bitmap that counts from one capture; also that capture's change token. Random, so that no other bitmap can be taken for it.</summary>
    public static string NewBitmap() => BitmapPrefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    public static bool IsBitmap(string name) => name.StartsWith(BitmapPrefix, StringComparison.Ordinal);

    /// <summary>Passes everything on; where it passes to can be changed for several disks at one instant.</summary>
    public static string Top(string node) => Name("top", node);

    /// <summary>Copies what is about to be overwritten.</summary>
    public static string Filter(string node) => Name("cbw", node);

    /// <summary>Where the copies go.</summary>
    public static string Scratch(string node) => Name("scr", node);

    /// <summary>Shows the disk as it was when the filter came in.</summary>
    public static string Access(string node) => Name("acc", node);

    public static bool IsOurs(string node) => node.StartsWith(Prefix, StringComparison.Ordinal);

    private static string Name(string role, string node) =>
        $"{Prefix}{role}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(node)).AsSpan(0, 8))}";
}
