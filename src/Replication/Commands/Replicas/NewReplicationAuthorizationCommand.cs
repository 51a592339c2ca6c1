using Replication.Core.Replicas;
using Replication.Core.Replicas.Remote;

namespace Replication.Commands.Replicas;

/// <summary>Lets a primary in at a replica server, or an administrator.</summary>
[Cmdlet(VerbsCommon.New, "ReplicationAuthorization", SupportsShouldProcess = true, DefaultParameterSetName = PrimarySet)]
[OutputType(typeof(ReplicationAuthorization))]
public sealed class NewReplicationAuthorizationCommand : ReplicaServerCommand
{
    private const string PrimarySet = "Primary";
    private const string AdministratorSet = "Administrator";

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("AllowedPS")]
    [ValidateNotNullOrEmpty]
    public string AllowedPrimaryServer { get; set; } = "";

    [Parameter(ParameterSetName = PrimarySet, Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("StorageLoc")]
    [ValidateNotNullOrEmpty]
    public string? ReplicaStorageLocation { get; set; }

    [Parameter(ParameterSetName = PrimarySet, Mandatory = true, Position = 2, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? TrustGroup { get; set; }

    [Parameter(ParameterSetName = AdministratorSet, Mandatory = true)]
    public SwitchParameter Administrator { get; set; }

    [Parameter]
    public string? ComputerName { get; set; }

    protected override Task ProcessAsync() => AttemptAsync(AllowedPrimaryServer, async () =>
    {
        using IReplicaAdministration server = await OpenAsync(ComputerName);
        var entry = new AuthorizationChange
        {
            AllowedPrimaryServer = PrimaryPattern.Parse(AllowedPrimaryServer).ToString(),
            Role = Administrator ? AuthorizationRole.Administrator : AuthorizationRole.Primary,
            ReplicaStorageLocation = ReplicaStorageLocation,
            TrustGroup = TrustGroup,
        };
        if (await ShouldAsync(entry.AllowedPrimaryServer, Administrator ? "Make an administrator of the replica server" : $"Let in to trust group {TrustGroup}"))
            await WriteAsync(new ReplicationAuthorization(await server.AddAuthorizationAsync(entry, StopToken)));
    });
}
