using System.CommandLine;
using Replication.Core.Errors;
using Replication.Core.Replicas;
using Replication.Core.Replicas.Certificates;

namespace Replication.Agent.Commands;

/// <summary>What can be set of a replica server. Paths are those of the server.</summary>
internal sealed class ReplicaServerOptions
{
    private readonly Option<bool?> _enabled = new("--enabled") { Description = "Whether it accepts replicas (true or false)." };

    private readonly Option<bool?> _administration = new("--remote-administration") { Description = "Whether it listens for administrators also while it is not enabled." };

    private readonly Option<ReplicaAuthentication[]> _authentication = new("--authentication")
    {
        Description = "Certificate, AccessKey, Kerberos; several may be given.",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string?> _address = new("--address") { Description = "IP address to listen on, or * for all." };

    private readonly Option<int?> _httpsPort = new("--https-port") { Description = $"Port with TLS ({ReplicaServerSettings.DefaultHttpsPort} unless set)." };

    private readonly Option<int?> _httpPort = new("--http-port") { Description = $"Port in clear, where that is allowed ({ReplicaServerSettings.DefaultHttpPort} unless set)." };

    private readonly Option<string[]> _portMapping = new("--https-port-mapping")
    {
        Description = "Of a cluster: NODE=PORT for each node.",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string?> _certificate = new("--certificate") { Description = "The server's certificate: PFX or PEM file, or a thumbprint in the machine's store on Windows." };

    private readonly Option<string?> _key = new("--certificate-key") { Description = "PEM file of its key, when it is not in --certificate." };

    private readonly Option<string?> _anchors = new("--trust-anchors") { Description = "PEM file of the authorities that primaries' certificates must come from." };

    private readonly Option<RevocationCheck?> _revocation = new("--revocation") { Description = "Lists to consult revocation lists, None not to." };

    private readonly Option<string[]> _lists = new("--revocation-list")
    {
        Description = "Files of revocation lists; each authority needs one.",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string?> _keys = new("--keys") { Description = "JSON file of access keys." };

    private readonly Option<string?> _storage = new("--default-storage") { Description = "Folder for primaries that are let in because any is." };

    private readonly Option<bool?> _any = new("--allow-any-server") { Description = "Let every primary in that authenticates (true or false)." };

    private readonly Option<TimeSpan?> _interval = new("--monitoring-interval") { Description = "Span of statistics: 1, 2, 3, 4, 6, 8, 12 or 24 hours, or 2 to 7 days." };

    private readonly Option<TimeSpan?> _start = new("--monitoring-start") { Description = "Time of day at which the first span begins." };

    private readonly Option<long?> _rate = new("--max-bytes-per-second") { Description = "Of all primaries together; 0 for no limit." };

    private readonly Option<long?> _groupRate = new("--max-bytes-per-second-per-group") { Description = "Of each trust group; 0 for no limit." };

    private readonly Option<bool?> _encryption = new("--require-encryption") { Description = "Whether nothing is accepted in clear (true unless set)." };

    public Option[] All =>
    [
        _enabled, _administration, _authentication, _address, _httpsPort, _httpPort, _portMapping, _certificate, _key, _anchors, _revocation, _lists, _keys, _storage, _any,
        _interval, _start, _rate, _groupRate, _encryption,
    ];

    public ReplicaServerChange Read(CommandContext context) => new()
    {
        Enabled = context.Get(_enabled),
        RemoteAdministration = context.Get(_administration),
        Authentication = context.IsGiven(_authentication) ? context.Get(_authentication) : null,
        Address = context.Get(_address),
        HttpsPort = context.Get(_httpsPort),
        HttpPort = context.Get(_httpPort),
        HttpsPortMapping = context.IsGiven(_portMapping) ? context.Get(_portMapping)!.Select(Node).ToDictionary() : null,
        Certificate = context.Get(_certificate),
        CertificateKey = context.Get(_key),
        TrustAnchors = context.Get(_anchors),
        Revocation = context.Get(_revocation),
        RevocationLists = context.IsGiven(_lists) ? context.Get(_lists) : null,
        AccessKeys = context.Get(_keys),
        DefaultStorageLocation = context.Get(_storage),
        ReplicationAllowedFromAnyServer = context.Get(_any),
        MonitoringInterval = context.Get(_interval),
        MonitoringStartTime = context.Get(_start),
        MaximumBytesPerSecond = context.Get(_rate),
        MaximumBytesPerSecondPerGroup = context.Get(_groupRate),
        RequireEncryption = context.Get(_encryption),
    };

    private static KeyValuePair<string, int> Node(string text) => text.Split('=') is [{ Length: > 0 } node, var port] && int.TryParse(port, out int number)
        ? new KeyValuePair<string, int>(node, number)
        : throw new ReplicationException("OptionInvalid", "--https-port-mapping", $"It is {text}.", "NODE=PORT.");
}
