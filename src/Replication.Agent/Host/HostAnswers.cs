using Replication.Agent.Service;
using Replication.Core.Errors;
using Replication.Core.Mounts;
using Replication.Runtime.Hosting;
using Replication.Runtime.Mounts;

namespace Replication.Agent.Host;

/// <summary>What the host says to each request.</summary>
internal sealed class HostAnswers(HostLoop loop, MountServer mounts, AgentProcess? agent, DateTimeOffset since, string? pool, Action<bool> stop)
{
    private static readonly string Version = typeof(HostAnswers).Assembly.GetName().Version!.ToString(3);

    /// <exception cref="ReplicationException">HostIncompatible, HostRequestInvalid.</exception>
    public async Task<HostReply> AnswerAsync(HostRequest request, CancellationToken cancellationToken)
    {
        MountServing? serving = null;
        switch (request.Verb)
        {
            // Of every version, so that a host that others cannot talk to can be replaced.
            case HostProtocol.Stop:
                stop(false);
                break;
            case var _ when request.Protocol != HostProtocol.Version:
                throw new ReplicationException(
                    "HostIncompatible", "This host", $"The request is of version {request.Protocol} of the protocol.", $"version {HostProtocol.Version}.",
                    "Stop this host with 'replication host stop'.");
            case HostProtocol.Ping:
                loop.Wake();
                break;
            case HostProtocol.Replace:
                stop(true);
                break;
            case HostProtocol.Mount when request.Mount is { } mount:
                serving = await mounts.AnswerAsync(mount, cancellationToken);
                break;
            default:
                throw new ReplicationException(
                    "HostRequestInvalid", $"Request '{request.Verb}'", "There is no such request.",
                    $"{HostProtocol.Ping}, {HostProtocol.Mount} with a mount, {HostProtocol.Replace} or {HostProtocol.Stop}.");
        }

        IReadOnlyList<HostJob> jobs = loop.Current;
        var status = new HostStatus(Environment.ProcessId, Version, since, jobs.FirstOrDefault(), mounts.Count, jobs, agent?.Parts, pool);
        return new HostReply(HostProtocol.Version, status, Mount: serving);
    }
}
