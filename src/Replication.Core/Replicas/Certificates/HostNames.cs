using System.Globalization;

namespace Replication.Core.Replicas.Certificates;

/// <summary>Fully qualified names of hosts in one form: ASCII (internationalised names as IDNA 2008 has them), lower case, without the root's dot.</summary>
public static class HostNames
{
    /// <summary>RFC 1035: 255 octets on the wire, which is 253 characters.</summary>
    private const int LongestName = 253;

    private const int LongestLabel = 63;

    private static readonly IdnMapping Mapping = new() { UseStd3AsciiRules = true };

    /// <summary>Null when the text is no name of a host, is an address, or has a single label (a NetBIOS name).</summary>
    public static string? TryNormalize(string text)
    {
        string trimmed = text.EndsWith('.') ? text[..^1] : text;
        string ascii;
        try
        {
            ascii = Mapping.GetAscii(trimmed).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            return null;
        }

        string[] labels = ascii.Split('.');
        bool isName = ascii.Length <= LongestName && labels.Length > 1 && labels.All(IsLabel)
            // A last label of digits alone is the end of an address (RFC 1123, 2.1).
            && !labels[^1].All(char.IsAsciiDigit);
        return isName ? ascii : null;
    }

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= LongestLabel && label[0] != '-' && label[^1] != '-' && label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');
}
