using System.Text.Json;
using Replication.Agent.Server.Authentication;
using Replication.Agent.Server.Hosting;
using Replication.Bench.Benchmarks;
using Replication.Bench.Images;
using Replication.Bench.Report;
using Replication.Bench.Running;
using Replication.Core.Groups;
using Replication.Core.Jobs;
using Replication.Core.Machines;
using Replication.Core.Protection;
using Replication.Core.Serialization;
using Replication.Core.Service;
using Replication.Core.Sites;
using Replication.Core.Snapshots;
using Replication.Remote.Tests.Support;
using Replication.Runtime;

namespace Replication.Bench.Wan;

/// <summary>A first replication of noise to another site over a long, narrow link that drops connections: how much of the link is used.</summary>
internal sealed class WanBenchmark : IBenchmark
{
    private const long BitsPerSecond = 50_000_000;
    private const long DiskBytes = 128L << 20;
    private const double LeastFill = 0.7;
    private const string KeyId = "AKBENCH";

    /// <summary>There and back 100 ms.</summary>
    private static readonly LinkShape Shape = new(BitsPerSecond / 8, TimeSpan.FromMilliseconds(50), 0.01);

    public string Name => "wan";

    public async Task<BenchmarkResult> RunAsync(BenchContext context, CancellationToken cancellationToken)
    {
        RawImage image = RawImage.Create(context.PathOf("disk.raw"), DataLayout.Dense(context.Scaled(DiskBytes)));
        var series = new Series("first replication");
        var fills = new List<double>();
        long dropped = 0;
        long travelled = 0;
        for (int round = 0; round < context.Rounds; round++)
        {
            context.Round(round);
            (double seconds, ShapedLink link) = await RunAsync(context.PathOf($"round{round}"), image.Path, cancellationToken);
            series.Add(new Sample(seconds, seconds));
            fills.Add(image.Layout.DataBytes / (seconds * Shape.BytesPerSecond));
            dropped += link.Dropped;
            travelled = link.BytesThere;
        }

        double fill = fills.Order().ElementAt(fills.Count / 2);
        return new BenchmarkResult
        {
            Title = "A long and narrow link",
            Setup = $"{Units.Size(image.Layout.DataBytes)} of noise through a proxy in user space: 50 Mbit/s, 100 ms there and back, a chance of 1 % for each MiB that its connection is reset. "
                + "The proxy has no packets, hence no loss that TCP repairs and no slow start of its own.",
            Series = [series],
            Targets = [new Target("Data per time / what the link carries (median)", fill, LeastFill, IsMaximum: false)],
            Notes =
            [
                $"The time is that of the whole verb, from its call to the committed recovery point: {string.Join(", ", fills.Select(one => $"{one:P0}"))} of the link.",
                $"{dropped} connections were reset in {context.Rounds} rounds; in the last round {Units.Size(travelled)} went there, repetitions and headers included.",
            ],
        };
    }

    private static async Task<(double Seconds, ShapedLink Link)> RunAsync(string folder, string image, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        string secret = Guid.NewGuid().ToString();
        string keys = Path.Combine(folder, "keys.json");
        await File.WriteAllTextAsync(keys, JsonSerializer.Serialize(new { keys = new[] { new { accessKeyId = KeyId, secretAccessKey = secret } } }), cancellationToken);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(keys, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await using IReplicaStorage store = await Tools.OpenStoreAsync(Path.Combine(folder, "store"), StoreAccess.Create, cancellationToken);
        await using StoreServer server = await StoreServer.StartAsync(
            new ServerOptions { Regions = new RegionRegistry(new ServerRegion("local", store)), AccessKeys = new AccessKeySet(new AccessKey(KeyId, secret)), Endpoints = [] },
            cancellationToken: cancellationToken);
        await using var link = new ShapedLink(server.Server.Addresses[0], Shape);
        await using Workspace workspace = await Workspace.OpenAsync(new WorkspaceOptions { Folder = Path.Combine(folder, "workspace"), Catalog = null }, cancellationToken);
        ReplicationService service = workspace.Service;
        SiteDefinition hq = await service.Sites.AddAsync(
            "hq", SiteKind.Local, new Dictionary<string, string> { ["path"] = Path.Combine(folder, "hq"), ["hypervisor"] = "none" }, cancellationToken);
        SiteDefinition dr = await service.Sites.AddAsync("dr", SiteKind.Remote, new Dictionary<string, string> { ["url"] = link.Address.ToString(), ["keys"] = keys }, cancellationToken);
        Machine machine = await ((IMachineImporter)await service.Sites.OpenAsync("hq", cancellationToken)).ImportMachineAsync("web", [image], cancellationToken: cancellationToken);
        ReplicationGroup group = await service.Groups.NewAsync("wan", hq, dr, cancellationToken: cancellationToken);
        ReplicatedVM vm = await service.Groups.AddVmAsync(group, machine.Id, cancellationToken: cancellationToken);
        long begun = TimeProvider.System.GetTimestamp();
        ReplicationJob job = await service.RunAsync(service.Verbs.Replicate(group, [vm]), cancellationToken: cancellationToken);
        double seconds = TimeProvider.System.GetElapsedTime(begun).TotalSeconds;
        if (job.Error is { } error) throw new BenchException($"{error.ErrorId}: {error.Message}");
        if (JsonSerializer.Deserialize<ReplicateResult>(job.Result!, ReplicationJson.Compact)!.Machines[0].PointId is null) throw new BenchException("There is no recovery point.");
        return (seconds, link);
    }
}
