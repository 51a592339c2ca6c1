using Replication.Core.Replicas;
using Replication.Core.Replicas.Remote;

namespace Replication.Commands.Replicas;

/// <summary>Lists who may replicate to a replica server, and its administrators.</summary>
[Cmdlet(VerbsCommon.Get, "ReplicationAuthorization")]
[OutputType(typeof(ReplicationAuthorization))]
public sealed class GetReplicationAuthorizationCommand : ReplicaServerCommand
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("AllowedPS")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] AllowedPrimaryServer { get; set; } = ["*"];

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? TrustGroup { get; set; }

    [Parameter]
    public string? ComputerName { get; set; }

    protected override Task ProcessAsync() => AttemptAsync(ComputerName, async () =>
    {
        using IReplicaAdministration server = await OpenAsync(ComputerName);
        IReadOnlyList<EngineAuthorization> all = (await server.GetAsync(StopToken)).Authorizations;
        await ForEachNamedAsync(
            AllowedPrimaryServer, all, entry => entry.AllowedPrimaryServer, wanted => Task.FromException<EngineAuthorization>(AuthorizationSelection.NotFound(wanted)),
            async entry =>
            {
                if (TrustGroup is null || TrustGroups.AreSame(TrustGroup, entry.TrustGroup)) await WriteAsync(new ReplicationAuthorization(entry));
            });
    });
}
