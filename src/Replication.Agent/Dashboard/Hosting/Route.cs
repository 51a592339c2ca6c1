namespace Replication.Agent.Dashboard.Hosting;

/// <param name="Method">GET or POST; what answers GET answers HEAD as well.</param>
/// <param name="Pattern">Path, with names in braces for segments that vary.</param>
/// <param name="Access">Who may ask.</param>
/// <param name="Answer">What is done.</param>
internal sealed record Route(string Method, string Pattern, Access Access, Func<DashboardRequest, Task<IAnswer>> Answer)
{
    private readonly string[] _segments = Split(Pattern);

    /// <summary>Whether somebody asked by the page itself, rather than by a person.</summary>
    public bool IsBackground { get; init; }

    public static string[] Split(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries);

    /// <returns>What the names stand for; null when the path is another one.</returns>
    public IReadOnlyDictionary<string, string>? Match(string[] path)
    {
        if (path.Length != _segments.Length) return null;
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((string wanted, string given) in _segments.Zip(path))
        {
            if (wanted[0] == '{') values[wanted[1..^1]] = given;
            else if (wanted != given) return null;
        }

        return values;
    }
}
