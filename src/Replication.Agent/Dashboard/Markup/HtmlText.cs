using System.Text;

namespace Replication.Agent.Dashboard.Markup;

/// <summary>Text between tags and inside quoted attributes.</summary>
internal static class HtmlText
{
    private const char Replacement = '\uFFFD';

    public static void Escape(StringBuilder to, string? text)
    {
        if (text is null) return;
        for (int at = 0; at < text.Length; at++)
        {
            char letter = text[at];
            switch (letter)
            {
                case '&': to.Append("&amp;"); break;
                case '<': to.Append("&lt;"); break;
                case '>': to.Append("&gt;"); break;
                case '"': to.Append("&quot;"); break;
                case '\'': to.Append("&#39;"); break;
                case '\t' or '\n' or '\r': to.Append(letter); break;
                // What HTML has no way to say: a page with it would be read differently by everybody.
                case < ' ' or (>= '\u007F' and < '\u00A0') or '\uFFFE' or '\uFFFF': to.Append(Replacement); break;
                default:
                    if (!char.IsSurrogate(letter)) to.Append(letter);
                    else if (char.IsHighSurrogate(letter) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1])) to.Append(letter).Append(text[++at]);
                    else to.Append(Replacement);
                    break;
            }
        }
    }
}
