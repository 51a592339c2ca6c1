namespace Replication.Remote.Calls;

/// <summary>One call of /replication/v1; every call may be repeated without doing its work twice.</summary>
internal sealed class RemoteCall(HttpMethod method, string path, string target)
{
    /// <summary>A server that works on an answer says something within this time, or has died.</summary>
    private static readonly TimeSpan UsualPatience = TimeSpan.FromSeconds(60);

    public HttpMethod Method => method;

    /// <summary>Below /replication/v1, escaped, with the query.</summary>
    public string Path => path;

    /// <summary>What it is about, for errors.</summary>
    public string Target => target;

    /// <summary>Empty for none.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    public string? ContentType { get; init; }

    /// <summary>Further headers; all of them are signed.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>How long nothing may move before an attempt is given up.</summary>
    public TimeSpan Patience { get; init; } = UsualPatience;

    /// <summary>How often it was tried. From the second time on its work may have been done by an attempt whose answer was lost.</summary>
    public int Attempts { get; set; }

    /// <summary>Statuses beside those of success that are answers and not errors.</summary>
    public IReadOnlyList<int> AlsoExpected { get; init; } = [];
}
