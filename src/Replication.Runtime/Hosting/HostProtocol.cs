namespace Replication.Runtime.Hosting;

/// <summary>
/// What is said on the host's socket: one request and one reply for each connection, each a line of JSON in UTF-8. docs/host.md describes it.
/// </summary>
public static class HostProtocol
{
    public const int Version = 1;

    public const string Ping = "ping";

    /// <summary>Asks how a mount is served; the host looks into the catalog first.</summary>
    public const string Mount = "mount";

    /// <summary>As <see cref="Stop"/>, but another host follows: detached jobs are queued again for it.</summary>
    public const string Replace = "replace";

    /// <summary>Of every version: a host can be stopped by any other.</summary>
    public const string Stop = "stop";

    /// <summary>A line that is longer was not written by one of us.</summary>
    public const int LongestLine = 64 * 1024;

    /// <summary>Nothing on the way takes long: who is not answered in this time is not going to be.</summary>
    public static TimeSpan TimeLimit { get; } = TimeSpan.FromSeconds(10);
}
