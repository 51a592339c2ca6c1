using System.CommandLine;
using Replication.Core.Errors;
using Replication.Core.Replicas;
using Replication.Core.Replicas.Certificates;
using Replication.Core.Replicas.Remote;

namespace Replication.Agent.Commands;

/// <summary>Which replica server a command is about, and how it is reached: that of this workspace's agent unless --server names another.</summary>
internal sealed class RemoteServerOptions
{
    public Option<string?> Server { get; } = new("--server") { Description = "HOST or HOST:PORT of another replica server (default: this workspace's own)." };

    public Option<string?> ClientCertificate { get; } = new("--client-certificate") { Description = "PFX or PEM file that shows the other server who we are." };

    public Option<string?> ClientKey { get; } = new("--client-key") { Description = "PEM file of its key, when it is not in --client-certificate." };

    public Option<string?> Trust { get; } = new("--trust") { Description = "PEM file of the authorities that the other server's certificate must come from." };

    public Option<string[]> TrustRevocation { get; } = new("--trust-revocation-list")
    {
        Description = "Revocation lists of those authorities; each of them needs one.",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [],
    };

    public Option[] All => [Server, ClientCertificate, ClientKey, Trust, TrustRevocation];

    public IReplicaAdministration Open(CommandContext context) =>
        context.Get(Server) is null ? new LocalReplicaAdministration(context.Service.ReplicaServer) : new ReplicaServerClient(Target(context), TimeProvider.System);

    /// <exception cref="ReplicationException">OptionInvalid</exception>
    public ReplicaTarget Target(CommandContext context)
    {
        string server = context.Get(Server) ?? throw Missing("--server");
        string[] parts = server.Split(':');
        int port = ReplicaServerSettings.DefaultHttpsPort;
        if (parts.Length > 2 || (parts.Length == 2 && !int.TryParse(parts[1], out port))) throw new ReplicationException("OptionInvalid", "--server", $"It is {server}.", "HOST or HOST:PORT.");
        string[] lists = context.Get(TrustRevocation)!;
        return new ReplicaTarget
        {
            Host = parts[0],
            Port = port,
            Certificate = context.Get(ClientCertificate) ?? throw Missing("--client-certificate"),
            CertificateKey = context.Get(ClientKey),
            TrustAnchors = context.Get(Trust) ?? throw Missing("--trust"),
            Revocation = lists.Length > 0 ? RevocationCheck.Lists : RevocationCheck.None,
            RevocationLists = lists,
        };
    }

    private static ReplicationException Missing(string option) => new("OptionInvalid", option, "It is not given.", "what another server is reached by.");
}
