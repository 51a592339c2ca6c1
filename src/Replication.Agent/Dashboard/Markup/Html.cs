using System.Text;

namespace Replication.Agent.Dashboard.Markup;

/// <summary>
/// Markup that goes into a page as it is. It comes from interpolated strings alone: their literals are this program's own, and whatever
/// is put into the holes is escaped, so that no name from a catalog can ever become markup. Values of attributes are always quoted.
/// </summary>
internal readonly struct Html
{
    private readonly string? _markup;

    private Html(string markup) => _markup = markup;

    public static Html Empty => default;

    public bool IsEmpty => string.IsNullOrEmpty(_markup);

    public static Html Of(HtmlInterpolation markup) => new(markup.Take());

    /// <summary>Markup that is there under a condition alone.</summary>
    public static Html When(bool condition, HtmlInterpolation markup) => condition ? new Html(markup.Take()) : Empty;

    public static Html Join(IEnumerable<Html> parts)
    {
        var all = new StringBuilder();
        foreach (Html part in parts) all.Append(part._markup);
        return new Html(all.ToString());
    }

    public override string ToString() => _markup ?? "";
}
