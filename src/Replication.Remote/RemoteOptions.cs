using Replication.Remote.Authentication;

namespace Replication.Remote;

/// <summary>How a server of /replication/v1 is reached, and how data travels to it.</summary>
internal sealed record RemoteOptions
{
    public required Uri Address { get; init; }

    public required IRequestAuthentication Authentication { get; init; }

    public required ServerTrust Trust { get; init; }

    /// <summary>Whether blocks are compressed where that makes them smaller.</summary>
    public bool Compress { get; init; } = true;

    /// <summary>
    /// Blocks in flight at once, each on a connection. A block of 512 KiB on each of 16 fills 50 Mbit/s at 100 ms many times over, also while some of them
    /// start anew, and takes 16 MiB of memory.
    /// </summary>
    public int Connections { get; init; } = 16;

    /// <summary>How long a call that fails is repeated. A schedule comes again; a link that is down for longer is its business.</summary>
    public TimeSpan RepeatFor { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The same as long as the server has never answered.</summary>
    public TimeSpan FirstAnswerWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether the system's proxy is used.</summary>
    public bool UseProxy { get; init; } = true;
}
