using System.Globalization;
using System.Text;

namespace Replication.Disks.Vmdk;

/// <summary>
/// Reads a descriptor. Lines are comments, extents or key=value; anything else is refused, because a line that was not
/// understood may have been part of the disk. Keys that do not say where the bytes are (ddb.*, change tracking) are skipped.
/// </summary>
internal static class VmdkDescriptorParser
{
    /// <summary>1 since VMware 3; 2 to 4 add keys (change tracking, native snapshots) but no other meaning of an extent line.</summary>
    private const int MaxVersion = 4;

    /// <summary>"CID_NOPARENT".</summary>
    private const uint NoParent = uint.MaxValue;

    private static readonly string[] KeysThatMatter =
        ["version", "CID", "parentCID", "parentFileNameHint", "createType", "isNativeSnapshot"];

    public static VmdkDescriptor Parse(ReadOnlySpan<byte> content, string path)
    {
        int end = content.IndexOf((byte)0);
        string text = Decode(end < 0 ? content : content[..end]);
        var keys = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var extents = new List<VmdkExtentLine>();
        long sectors = 0;
        foreach (var range in text.AsSpan().Split('\n'))
        {
            var raw = text.AsSpan(range);
            if (raw.Length > VmdkLimits.MaxLineLength)
            {
                throw VmdkErrors.Damaged(
                    path, null, $"The descriptor has a line of {raw.Length} characters.", $"at most {VmdkLimits.MaxLineLength}");
            }

            string line = raw.Trim(" \t\r\uFEFF").ToString();
            if (line.Length == 0 || line[0] == '#') continue;
            if (VmdkExtentLineParser.IsExtentLine(line))
            {
                extents.Add(VmdkExtentLineParser.Parse(line, path));
                sectors += extents[^1].Sectors;
                if (extents.Count > VmdkLimits.MaxExtents || sectors > VmdkLimits.MaxCapacitySectors)
                {
                    throw VmdkErrors.Damaged(
                        path, null, $"The descriptor has {extents.Count} extents of together {sectors} sectors or more.",
                        $"at most {VmdkLimits.MaxExtents} extents and {VmdkLimits.MaxCapacitySectors} sectors");
                }
            }
            else
            {
                ReadKey(line, keys, path);
            }
        }

        return Compose(keys, extents, path);
    }

    /// <summary>A quotation that fits in a message and cannot disturb a terminal.</summary>
    public static string Shorten(string text) =>
        new([.. text.Take(80).Select(c => char.IsControl(c) ? '?' : c)]);

    private static VmdkDescriptor Compose(Dictionary<string, string> keys, List<VmdkExtentLine> extents, string path)
    {
        string version = Required(keys, "version", path);
        if (!int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number is < 1 or > MaxVersion)
        {
            throw VmdkErrors.NotSupported(path, $"The descriptor has version '{Shorten(version)}'.", $"version 1 to {MaxVersion}");
        }

        if (keys.TryGetValue("isNativeSnapshot", out string? native) && native.Equals("yes", StringComparison.OrdinalIgnoreCase))
        {
            throw VmdkErrors.NotSupported(
                path, "This is a native snapshot, whose content is in the storage array.", "an image whose content is in files");
        }

        if (extents.Count == 0) throw VmdkErrors.Damaged(path, null, "The descriptor has no extents.", "at least one extent line");
        uint cid = ContentId(Required(keys, "CID", path), path);
        uint parentCid = keys.TryGetValue("parentCID", out string? parent) ? ContentId(parent, path) : NoParent;
        keys.TryGetValue("parentFileNameHint", out string? hint);
        if (hint is not null && hint.Any(char.IsControl))
        {
            throw VmdkErrors.Damaged(path, null, "The parentFileNameHint has control characters.");
        }

        return new VmdkDescriptor(
            Required(keys, "createType", path), cid, parentCid == NoParent ? null : VmdkPaths.Parent(parentCid, hint), extents);
    }

    private static void ReadKey(string line, Dictionary<string, string> keys, string path)
    {
        int equals = line.IndexOf('=');
        if (equals <= 0)
        {
            throw VmdkErrors.Damaged(
                path, null, $"Descriptor line '{Shorten(line)}' cannot be understood.", "a comment, an extent or key=value");
        }

        string key = line[..equals].TrimEnd();
        if (!KeysThatMatter.Contains(key, StringComparer.OrdinalIgnoreCase)) return;
        string value = line[(equals + 1)..].Trim();
        if (value.Length >= 2 && value[0] == '"' && value[^1] == '"') value = value[1..^1];
        if (!keys.TryAdd(key, value) && keys[key] != value)
        {
            throw VmdkErrors.Damaged(
                path, null, $"The descriptor says {key} twice: '{Shorten(keys[key])}' and '{Shorten(value)}'.", "one value");
        }
    }

    private static string Required(Dictionary<string, string> keys, string key, string path) =>
        keys.TryGetValue(key, out string? value) && value.Length > 0
            ? value
            : throw VmdkErrors.Damaged(path, null, $"The descriptor does not say {key}.", $"a line {key}=...");

    private static uint ContentId(string text, string path) =>
        uint.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint value)
            ? value
            : throw VmdkErrors.Damaged(path, null, $"'{Shorten(text)}' is not a content id.", "8 hexadecimal digits");

    /// <summary>UTF-8 as current products write; older ones wrote the code page of the host, of which only Latin-1 is guessed.</summary>
    private static string Decode(ReadOnlySpan<byte> content)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(content);
        }
        catch (ArgumentException)
        {
            return Encoding.Latin1.GetString(content);
        }
    }
}
