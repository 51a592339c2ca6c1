using System.CommandLine;
using Replication.Agent.Output;
using Replication.Core.Replicas;
using Replication.Core.Replicas.Certificates;
using Replication.Core.Replicas.Remote;
using Replication.Core.Rules;

namespace Replication.Agent.Commands;

/// <summary>`replication replica-server`: what this workspace's agent, or another one, is for other sites' primaries.</summary>
internal static class ReplicaServerCommands
{
    public static Command Build() => new Command("replica-server", "Accept replicas of other sites' primaries.").With(Show(), Set(), Test());

    private static Command Show()
    {
        var remote = new RemoteServerOptions();
        return new Command("show", "Show how the replica server is set up.").With(remote.All).Does(async (context, token) =>
        {
            using IReplicaAdministration server = remote.Open(context);
            Show(context.Output, await server.GetAsync(token));
            return 0;
        });
    }

    private static Command Set()
    {
        var remote = new RemoteServerOptions();
        var settings = new ReplicaServerOptions();
        return new Command("set", "Change how the replica server is set up; an empty value takes a file or folder away. A running agent follows.")
            .With(settings.All).With(remote.All).Does(async (context, token) =>
            {
                using IReplicaAdministration server = remote.Open(context);
                ReplicaServerChange change = settings.Read(context);
                if (context.Get(GlobalOptions.Plan)) Show(context.Output, await PlannedAsync(server, change, token));
                else
                {
                    await server.SetAsync(change, token);
                    Show(context.Output, await server.GetAsync(token));
                }

                return 0;
            });
    }

    private static Command Test()
    {
        var remote = new RemoteServerOptions();
        return new Command("test", "Ask from this side whether a replica server would take our replicas; exit code 1 when something stands in the way.").With(remote.All).Does(async (context, token) =>
        {
            ReplicaServerState own = await context.Service.ReplicaServer.GetAsync(token);
            IReadOnlyList<Finding> findings = await new ReplicaProbe(remote.Target(context), ReplicaHost.Local(own.Settings.IsClustered), TimeProvider.System).RunAsync(token);
            context.Output.List(
                "findings", findings, ("Rule", finding => finding.RuleId), ("Status", finding => finding.Status.ToString()),
                ("Error", finding => finding.Status == FindingStatus.Failed ? finding.ErrorId : ""), ("Found", finding => finding.Found),
                ("Fix", finding => finding.Status == FindingStatus.Failed ? finding.Fix : ""));
            return findings.Any(finding => finding.Blocks) ? 1 : 0;
        });
    }

    private static async Task<ReplicaServerDocument> PlannedAsync(IReplicaAdministration server, ReplicaServerChange change, CancellationToken cancellationToken)
    {
        ReplicaServerDocument present = await server.GetAsync(cancellationToken);
        return present with { Settings = ReplicaServerRules.Normalize(change.Apply(present.Settings)) };
    }

    private static void Show(IResultWriter output, ReplicaServerDocument document)
    {
        ReplicaServerSettings settings = document.Settings;
        output.Item(
            document,
            ("Server", document.Host.Name), ("Enabled", settings.Enabled ? "yes" : "no"), ("Remote administration", settings.RemoteAdministration ? "yes" : "no"),
            ("Authentication", string.Join(", ", settings.Authentication)), ("Encryption", settings.RequireEncryption ? "required" : "not required"),
            ("Listens on", settings.Listens ? Ports(settings) : "nothing"), ("Certificate", settings.Certificate ?? "-"), ("Trust anchors", settings.TrustAnchors ?? "-"),
            ("Revocation", settings.Revocation == RevocationCheck.Lists ? string.Join(", ", settings.RevocationLists) : "not checked"), ("Access keys", settings.AccessKeys ?? "-"),
            ("Primaries", settings.ReplicationAllowedFromAnyServer ? $"any that authenticates, into {settings.DefaultStorageLocation}" : $"{document.Authorizations.Count(entry => entry.Role == AuthorizationRole.Primary)} authorizations"),
            ("Limit", Rate(settings.MaximumBytesPerSecond)), ("Limit of a trust group", Rate(settings.MaximumBytesPerSecondPerGroup)),
            ("Monitoring", $"every {settings.MonitoringInterval} from {settings.MonitoringStartTime}"),
            ("Seen", string.Join("; ", document.Activity.Select(Describe))), ("Refused", string.Join(", ", document.Refusals.Select(refusal => $"{refusal.Key}: {refusal.Value}"))));
    }

    private static string Ports(ReplicaServerSettings settings)
    {
        List<string> ports = [];
        if (settings.ServesTls) ports.Add($"{settings.Address}, port {settings.HttpsPort} (encrypted)");
        if (settings.ServesClear) ports.Add($"{settings.Address}, port {settings.HttpPort} (in clear)");
        return string.Join("; ", ports);
    }

    private static string Describe(PrimaryActivity activity) =>
        $"{activity.Primary} ({activity.TrustGroup}, {activity.Authentication}, {(activity.Encrypted ? "encrypted" : "not encrypted")}): {activity.Requests} requests, "
        + $"{Units.Size(activity.ReceivedBytes)} received, {Units.Size(activity.SentBytes)} sent"
        + (activity.Monitored is { } monitored ? $", since {Units.Time(monitored.Since)} {Units.Size(monitored.ReceivedBytes)} received, data last {Units.Time(monitored.LastReceived)}" : "");

    private static string Rate(long bytesPerSecond) => bytesPerSecond == 0 ? "none" : $"{Units.Size(bytesPerSecond)}/s";
}
