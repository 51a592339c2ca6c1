using Replication.Core.Replicas;
using Replication.Core.Replicas.Remote;

namespace Replication.Commands.Replicas;

/// <summary>Refuses primaries from now on; their replicas stay.</summary>
[Cmdlet(VerbsCommon.Remove, "ReplicationAuthorization", SupportsShouldProcess = true, DefaultParameterSetName = PrimarySet)]
[OutputType(typeof(void))]
public sealed class RemoveReplicationAuthorizationCommand : ReplicaServerCommand
{
    private const string PrimarySet = "Primary";
    private const string TrustGroupSet = "TrustGroup";

    [Parameter(ParameterSetName = PrimarySet, Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("AllowedPS")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] AllowedPrimaryServer { get; set; } = [];

    [Parameter(ParameterSetName = TrustGroupSet, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string TrustGroup { get; set; } = "";

    [Parameter]
    public string? ComputerName { get; set; }

    protected override Task ProcessAsync() => AttemptAsync(ComputerName, async () =>
    {
        using IReplicaAdministration server = await OpenAsync(ComputerName);
        IReadOnlyList<EngineAuthorization> all = (await server.GetAsync(StopToken)).Authorizations;
        string[] names = ParameterSetName == PrimarySet
            ? AllowedPrimaryServer
            : [.. all.Where(entry => entry.Role == AuthorizationRole.Primary && TrustGroups.AreSame(TrustGroup, entry.TrustGroup)).Select(entry => entry.AllowedPrimaryServer)];
        await ForEachNamedAsync(
            names, all, entry => entry.AllowedPrimaryServer, wanted => Task.FromException<EngineAuthorization>(AuthorizationSelection.NotFound(wanted)),
            async entry =>
            {
                if (await ShouldAsync(entry.AllowedPrimaryServer, "Remove the authorization")) await server.RemoveAuthorizationAsync(entry.AllowedPrimaryServer, StopToken);
            });
    });
}
