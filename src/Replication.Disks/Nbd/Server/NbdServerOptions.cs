namespace Replication.Disks.Nbd;

/// <summary>What a server gives its clients, and what it puts up with.</summary>
public sealed record NbdServerOptions
{
    /// <summary>Null serves in clear: a Unix socket, or a network on which that is all right.</summary>
    public NbdServerTls? Tls { get; init; }

    /// <summary>Clients beyond this are turned away.</summary>
    public int MaxConnections { get; init; } = 128;

    /// <summary>Requests of one connection that are worked on at once; further ones stay in its socket.</summary>
    public int RequestsInFlight { get; init; } = 16;

    /// <summary>Bytes of payload that all connections together hold; who wants more waits. Never less than one largest request.</summary>
    public long MaxBufferedBytes { get; init; } = 256L << 20;

    /// <summary>From the greeting to the chosen export.</summary>
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>For the payload of one write to arrive, and for one reply to be taken. A client that has begun neither may wait as long as it likes.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Measures the timeouts.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
