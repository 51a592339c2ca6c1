using System.Net.Http;
using System.Net.Sockets;
using Replication.Core.Errors;

namespace Replication.Core.Health;

/// <summary>Hyper-V counts errors in three kinds; its statistics have one property for each.</summary>
public enum ReplicationErrorKind
{
    /// <summary>Anything that is neither of the other two.</summary>
    Replication,

    /// <summary>The other side could not be reached, or the connection broke.</summary>
    Network,

    /// <summary>The guest could not be brought into a state that applications can start from.</summary>
    ApplicationConsistent,
}

public static class ReplicationErrorKinds
{
    private static readonly HashSet<string> Guest = ["GuestFreezeFailed", "GuestThawFailed", "GuestAgentUnresponsive"];

    /// <summary>Ids of what only a network does; others are told by the exception they were made of.</summary>
    private static readonly HashSet<string> Network = ["AwsUnavailable", "NbdConnectionLost", "NbdServerUnreachable", "NbdTimeout"];

    public static ReplicationErrorKind Of(ReplicationException error)
    {
        if (Guest.Contains(error.ErrorId)) return ReplicationErrorKind.ApplicationConsistent;
        if (Network.Contains(error.ErrorId)) return ReplicationErrorKind.Network;
        for (Exception? inner = error.InnerException; inner is not null; inner = inner.InnerException)
        {
            if (inner is SocketException or HttpRequestException || (inner is ReplicationException known && Network.Contains(known.ErrorId))) return ReplicationErrorKind.Network;
        }

        return ReplicationErrorKind.Replication;
    }
}
