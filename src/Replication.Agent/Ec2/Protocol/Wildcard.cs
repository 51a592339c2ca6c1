namespace Replication.Agent.Ec2.Protocol;

/// <summary>EC2's patterns: * for any run of characters, ? for one, a backslash takes the next character as it is.</summary>
internal static class Wildcard
{
    public static bool Matches(string pattern, string text)
    {
        int p = 0, t = 0, starPattern = -1, starText = 0;
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                starPattern = p++;
                starText = t;
            }
            else if (p < pattern.Length && (pattern[p] == '?' || Literal(pattern, p) == text[t]))
            {
                p += IsEscape(pattern, p) ? 2 : 1;
                t++;
            }
            else if (starPattern >= 0)
            {
                // The star takes one character more, and matching starts again after it: no recursion, so a hostile pattern costs n*m at most.
                p = starPattern + 1;
                t = ++starText;
            }
            else
            {
                return false;
            }
        }

        while (p < pattern.Length && pattern[p] == '*') p++;
        return p == pattern.Length;
    }

    private static bool IsEscape(string pattern, int at) => pattern[at] == '\\' && at + 1 < pattern.Length;

    private static char Literal(string pattern, int at) => IsEscape(pattern, at) ? pattern[at + 1] : pattern[at];
}
