namespace Replication.Core.Evidence;

/// <summary>Lines of a chain in a file or a segment.</summary>
public static class EvidenceText
{
    /// <summary>Lines with their ends; what follows the last line feed was never wholly written and is left out.</summary>
    public static IReadOnlyList<byte[]> Lines(ReadOnlySpan<byte> text)
    {
        var lines = new List<byte[]>();
        for (int end; (end = text.IndexOf((byte)'\n')) >= 0; text = text[(end + 1)..]) lines.Add(text[..end].ToArray());
        return lines;
    }
}
