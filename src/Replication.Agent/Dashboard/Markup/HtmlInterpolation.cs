using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Replication.Agent.Dashboard.Markup;

/// <summary>What the compiler makes of $"..." where <see cref="Html"/> is wanted: text is escaped, markup is taken over.</summary>
[InterpolatedStringHandler]
internal readonly struct HtmlInterpolation(int literalLength, int formattedCount)
{
    /// <summary>A guess that saves most pages from growing their buffer.</summary>
    private const int ExpectedHole = 24;

    private readonly StringBuilder _text = new(literalLength + formattedCount * ExpectedHole);

    public void AppendLiteral(string literal) => _text.Append(literal);

    public void AppendFormatted(Html markup) => _text.Append(markup.ToString());

    public void AppendFormatted(IEnumerable<Html> parts)
    {
        foreach (Html part in parts) _text.Append(part.ToString());
    }

    public void AppendFormatted(string? text) => HtmlText.Escape(_text, text);

    public void AppendFormatted(long number) => _text.Append(CultureInfo.InvariantCulture, $"{number}");

    /// <summary>Coordinates of drawings: a tenth of a pixel is finer than any screen shows.</summary>
    public void AppendFormatted(double number) => _text.Append(CultureInfo.InvariantCulture, $"{number:0.#}");

    public string Take() => _text.ToString();
}
