using System.CommandLine;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Replication.Agent.Ec2;
using Replication.Agent.Output;
using Replication.Agent.Server.Authentication;
using Replication.Agent.Server.Faults;
using Replication.Agent.Server.Hosting;
using Replication.Core.Errors;
using Replication.Core.Replicas.Certificates;
using Replication.Core.Sites;
using Replication.Core.Snapshots;
using Replication.Runtime;

namespace Replication.Agent.Commands;

/// <summary>Serves stores until it is stopped.</summary>
internal static class ServeCommand
{
    private const string DefaultRegion = "local";

    private static readonly Option<string?> Store = new("--store") { Description = "Folder of the store; made when it is not there." };

    private static readonly Option<string[]> Region = new("--region")
    {
        Description = "NAME=FOLDER: several stores as several regions, instead of --store.",
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<string[]> Listen = new("--listen")
    {
        Description = "Addresses such as http://127.0.0.1:9600 or https://0.0.0.0:9601; port 0 lets the system choose.",
        DefaultValueFactory = _ => ["http://127.0.0.1:9600"],
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<string?> Certificate = new("--certificate") { Description = "PFX, or PEM with the key, for https addresses." };

    private static readonly Option<string?> CertificateKey = new("--certificate-key") { Description = "PEM file of the key, when it is not in --certificate." };

    private static readonly Option<string?> Keys = new("--keys")
    {
        Description = $"JSON file of access keys (default: {AccessKeyFile.IdVariable} and {AccessKeyFile.SecretVariable}).",
    };

    private static readonly Option<string?> Faults = new("--faults") { Description = "JSON file of faults to inject; for tests of clients." };

    private static readonly Option<string?> Ec2 = new("--ec2") { Description = "Also serve EC2, S3 and STS for drills; volumes and objects are kept in this folder." };

    private static readonly Option<string?> Machines = new("--machines")
    {
        Description = "Folder of machines that clients of --store may have made of its snapshots and run (docs/remote.md); made when it is not there.",
    };

    private static readonly Option<string> Hypervisor = new("--hypervisor") { Description = "What runs those machines, qemu (where it is installed) or none.", DefaultValueFactory = _ => "qemu" };

    private static readonly Option<string[]> Networks = new("--network")
    {
        Description = "What names of networks mean for them: NAME=none, NAME=isolated or NAME=user. May be given several times.",
        DefaultValueFactory = _ => [],
    };

    public static Command Build() =>
        new Command("serve", "Serve a store to other sites and to EBS clients.").With(Store, Region, Listen, Certificate, CertificateKey, Keys, Faults, Ec2, Machines, Hypervisor, Networks).DoesAlone(RunAsync);

    private static async Task<int> RunAsync(ParseResult parsed, IResultWriter output, CancellationToken token)
    {
        string? keyFile = parsed.GetValue(Keys);
        AccessKeySet keys = AccessKeyFile.Load(keyFile);
        if (keyFile is not null && AccessKeyFile.IsExposed(keyFile)) output.Warning($"{keyFile} can be read by other users of this machine.");
        using OwnCertificate? certificate = parsed.GetValue(Certificate) is { } path
            ? OwnCertificate.Load(path, parsed.GetValue(CertificateKey), Environment.GetEnvironmentVariable(OwnCertificate.PasswordVariable))
            : null;
        FaultPlan? faults = parsed.GetValue(Faults) is { } file ? await FaultFile.LoadAsync(file, TimeProvider.System, token) : null;
        if (faults is not null) output.Warning("faults are injected into what this server answers.");
        var regions = new List<ServerRegion>();
        try
        {
            ISite? machines = OpenMachines(parsed);
            foreach ((string name, string folder) in Folders(parsed))
                regions.Add(new ServerRegion(name, await Tools.OpenStoreAsync(folder, StoreAccess.Create, token)) { Machines = machines });
            var options = new ServerOptions
            {
                Listen = [.. parsed.GetValue(Listen)!.Select(ListenAddress.Parse)],
                Certificate = certificate?.Certificate,
                Regions = new RegionRegistry(regions),
                AccessKeys = keys,
                Endpoints = [],
                Faults = faults,
            };
            await using StoreServer server = parsed.GetValue(Ec2) is { } cloud
                ? await CloudServer.StartAsync(cloud, options, cancellationToken: token)
                : await StoreServer.StartAsync(options, cancellationToken: token);
            Announce(output, server.Server.Addresses, regions);
            await UntilStoppedAsync(token);
        }
        finally
        {
            foreach (ServerRegion region in regions) await region.Storage.DisposeAsync();
        }

        output.Line("Stopped.");
        return 0;
    }

    /// <summary>Null where none are kept.</summary>
    private static ISite? OpenMachines(ParseResult parsed)
    {
        if (parsed.GetValue(Machines) is not { } folder) return null;
        // Clients of one store must not see machines that were made of another one's.
        if (parsed.GetValue(Store) is null) throw new ReplicationException("NothingToServe", "--machines", "Several stores are served.", "one store, with --store.");
        return Tools.OpenMachines(Path.GetFullPath(folder), NullLoggerFactory.Instance, parsed.GetValue(Hypervisor)!, string.Join("; ", parsed.GetValue(Networks)!));
    }

    private static IEnumerable<(string Name, string Folder)> Folders(ParseResult parsed)
    {
        string[] named = parsed.GetValue(Region) ?? [];
        string? store = parsed.GetValue(Store);
        if (store is null == (named.Length == 0))
        {
            throw new ReplicationException(
                "NothingToServe", "This server", store is null ? "It has no store." : "Both --store and --region are given.", "either --store FOLDER, or --region NAME=FOLDER for each.");
        }

        if (store is not null) return [(DefaultRegion, Path.GetFullPath(store))];
        (string Name, string Folder)[] folders =
        [
            .. named.Select(text => text.Split('=', 2)).Select(parts => parts.Length == 2 && parts[0].Length > 0 && parts[1].Length > 0
                ? (parts[0], Path.GetFullPath(parts[1]))
                : throw new ReplicationException("RegionInvalid", $"--region {parts[0]}", "It names no folder.", "NAME=FOLDER.")),
        ];
        return folders.GroupBy(folder => folder.Name).FirstOrDefault(group => group.Count() > 1) is { } twice
            ? throw new ReplicationException("RegionInvalid", $"--region {twice.Key}", "It is named twice.", "each region once.")
            : folders;
    }

    private static void Announce(IResultWriter output, IReadOnlyList<Uri> addresses, IReadOnlyList<ServerRegion> regions)
    {
        if (output.IsJson)
        {
            // One line, because whoever starts a server in the background reads lines, not documents.
            Console.Out.WriteLine(JsonSerializer.Serialize(new { addresses, regions = regions.Select(region => region.Name) }));
            return;
        }

        foreach (Uri address in addresses) output.Line($"Listening on {address}");
        output.Line("Stop with Ctrl+C.");
    }

    private static async Task UntilStoppedAsync(CancellationToken token)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using CancellationTokenRegistration registration = token.Register(() => stopped.TrySetResult());
        await stopped.Task;
    }
}
