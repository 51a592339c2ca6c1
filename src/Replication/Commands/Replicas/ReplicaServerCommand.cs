using System.ComponentModel;
using Replication.Core.Errors;
using Replication.Core.Replicas;
using Replication.Core.Replicas.Certificates;
using Replication.Core.Replicas.Remote;
using Replication.Pipeline;

namespace Replication.Commands.Replicas;

/// <summary>Base of the cmdlets about replica servers: that of this workspace's agent, or another one by its name.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class ReplicaServerCommand : ReplicationCmdlet
{
    [Parameter]
    [ValidateRange(1, 65535)]
    public int Port { get; set; } = ReplicaServerSettings.DefaultHttpsPort;

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ClientCertificatePath { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ClientKeyPath { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? TrustPath { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] TrustRevocationListPath { get; set; } = [];

    /// <summary>What administers the server of this name; null or empty for this workspace's own.</summary>
    private protected async Task<IReplicaAdministration> OpenAsync(string? computerName) => string.IsNullOrEmpty(computerName)
        ? new LocalReplicaAdministration((await ServiceAsync()).ReplicaServer)
        : new ReplicaServerClient(await TargetAsync(computerName), TimeProvider.System);

    /// <exception cref="ReplicationException">OptionInvalid</exception>
    private protected Task<ReplicaTarget> TargetAsync(string computerName)
    {
        string certificate = ClientCertificatePath ?? throw Missing(nameof(ClientCertificatePath));
        string trust = TrustPath ?? throw Missing(nameof(TrustPath));
        return OnPipelineAsync(() => new ReplicaTarget
        {
            Host = computerName,
            Port = Port,
            Certificate = FilePath(certificate),
            CertificateKey = ClientKeyPath is null ? null : FilePath(ClientKeyPath),
            TrustAnchors = FilePath(trust),
            Revocation = TrustRevocationListPath.Length > 0 ? RevocationCheck.Lists : RevocationCheck.None,
            RevocationLists = [.. TrustRevocationListPath.Select(FilePath)],
        });
    }

    private static ReplicationException Missing(string parameter) => new("OptionInvalid", $"-{parameter}", "It is not given.", "what another server is reached by.");
}
