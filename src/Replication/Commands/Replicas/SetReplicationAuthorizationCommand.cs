using Replication.Core.Replicas.Remote;

namespace Replication.Commands.Replicas;

/// <summary>Changes storage location or trust group of primaries; replicas that are there are not moved.</summary>
[Cmdlet(VerbsCommon.Set, "ReplicationAuthorization", SupportsShouldProcess = true)]
[OutputType(typeof(ReplicationAuthorization))]
public sealed class SetReplicationAuthorizationCommand : ReplicaServerCommand
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("AllowedPS")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] AllowedPrimaryServer { get; set; } = [];

    [Parameter(Position = 1)]
    [Alias("StorageLoc")]
    [ValidateNotNullOrEmpty]
    public string? ReplicaStorageLocation { get; set; }

    [Parameter(Position = 2)]
    [ValidateNotNullOrEmpty]
    public string? TrustGroup { get; set; }

    [Parameter]
    public string? ComputerName { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override Task ProcessAsync() => AttemptAsync(ComputerName, async () =>
    {
        using IReplicaAdministration server = await OpenAsync(ComputerName);
        IReadOnlyList<EngineAuthorization> all = (await server.GetAsync(StopToken)).Authorizations;
        await ForEachNamedAsync(
            AllowedPrimaryServer, all, entry => entry.AllowedPrimaryServer, wanted => Task.FromException<EngineAuthorization>(AuthorizationSelection.NotFound(wanted)),
            async entry =>
            {
                if (!await ShouldAsync(entry.AllowedPrimaryServer, "Change the authorization")) return;
                var change = new AuthorizationChange { ReplicaStorageLocation = ReplicaStorageLocation, TrustGroup = TrustGroup };
                EngineAuthorization changed = await server.SetAuthorizationAsync(entry.AllowedPrimaryServer, change, StopToken);
                if (PassThru) await WriteAsync(new ReplicationAuthorization(changed));
            });
    });
}
