using Replication.Runtime.Hosting;

namespace Replication.Agent.Host;

/// <summary>What the host says to each request.</summary>
internal sealed class HostAnswers(HostLoop loop, DateTimeOffset since, Action stop)
{
    private static readonly string Version = typeof(HostAnswers).Assembly.GetName().Version!.ToString(3);

    public HostReply Answer(HostRequest request)
    {
        // Of every version, so that a host that others cannot talk to can be replaced.
        if (request.Verb == HostProtocol.Stop) stop();
        else if (request.Protocol != HostProtocol.Version) return Refused("HostIncompatible", $"Version {request.Protocol} of the protocol is not spoken here.");
        else if (request.Verb == HostProtocol.Ping) loop.Wake();
        else return Refused("HostRequestInvalid", $"There is no request '{request.Verb}'.");
        return new HostReply(HostProtocol.Version, new HostStatus(Environment.ProcessId, Version, since, loop.Current));
    }

    private static HostReply Refused(string errorId, string message) => new(HostProtocol.Version, Error: new HostError(errorId, message));
}
