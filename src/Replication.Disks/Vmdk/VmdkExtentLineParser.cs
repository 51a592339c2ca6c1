using System.Globalization;

namespace Replication.Disks.Vmdk;

/// <summary>
/// Grammar: access SP sectors SP type [SP "file name" [SP first sector]] (Virtual Disk Format 5.0, "The Extent
/// Descriptions").
/// </summary>
internal static class VmdkExtentLineParser
{
    public static bool IsExtentLine(string line) => Access(Words(line).FirstOrDefault()) is not null;

    public static VmdkExtentLine Parse(string line, string path)
    {
        int quote = line.IndexOf('"');
        string[] words = Words(quote < 0 ? line : line[..quote]);
        if (words.Length != 3 || !Number(words[1], out long sectors) || sectors is 0 or > VmdkLimits.MaxCapacitySectors)
        {
            throw Refuse(path, line, $"access, 1 to {VmdkLimits.MaxCapacitySectors} sectors, type, quoted file name");
        }

        var access = Access(words[0])!.Value;
        var kind = Kind(words[2], path);
        if (kind == VmdkExtentKind.Zero) return new VmdkExtentLine(access, sectors, kind, null, 0);

        int close = quote < 0 ? -1 : line.IndexOf('"', quote + 1);
        if (close <= quote + 1) throw Refuse(path, line, "a file name in quotes");
        string name = line[(quote + 1)..close];
        if (name.Any(char.IsControl)) throw Refuse(path, line, "a file name without control characters");
        string[] tail = Words(line[(close + 1)..]);
        long first = 0;
        if (tail.Length > 1 || (tail.Length == 1 && (!Number(tail[0], out first) || first > VmdkLimits.MaxCapacitySectors)))
        {
            throw Refuse(path, line, "nothing or the first sector after the file name");
        }

        if (kind == VmdkExtentKind.Sparse && first != 0) throw Refuse(path, line, "no first sector for a sparse extent");
        return new VmdkExtentLine(access, sectors, kind, name, first);
    }

    private static VmdkExtentAccess? Access(string? word) => word?.ToUpperInvariant() switch
    {
        "RW" => VmdkExtentAccess.ReadWrite,
        "RDONLY" => VmdkExtentAccess.ReadOnly,
        "NOACCESS" => VmdkExtentAccess.NoAccess,
        _ => null,
    };

    private static VmdkExtentKind Kind(string word, string path) => word.ToUpperInvariant() switch
    {
        "FLAT" or "VMFS" => VmdkExtentKind.Flat,
        "SPARSE" => VmdkExtentKind.Sparse,
        "ZERO" => VmdkExtentKind.Zero,
        string other => throw VmdkErrors.NotSupported(
            path, $"The image has an extent of type {other}.", "extents of type FLAT, VMFS, SPARSE or ZERO"),
    };

    private static string[] Words(string text) => text.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);

    private static bool Number(string text, out long value) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    private static Exception Refuse(string path, string line, string needed) =>
        VmdkErrors.Damaged(path, null, $"Extent line '{VmdkDescriptorParser.Shorten(line)}' cannot be understood.", needed);
}
