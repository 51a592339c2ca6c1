using System.Security.Cryptography;
using System.Text.Json;
using Replication.Core.Disks;
using Replication.Core.Groups;
using Replication.Core.Jobs;
using Replication.Core.Machines;
using Replication.Core.Policies;
using Replication.Core.RecoveryPoints;
using Replication.Core.Serialization;
using Replication.Core.Service;
using Replication.Core.Sites;
using Replication.Runtime;

namespace Replication.Remote.Tests.Support;

/// <summary>A workspace with a Local site "hq" and a Remote site "dr", and one machine that replicates from the one to the other.</summary>
internal sealed class Primary : IAsyncDisposable
{
    public const long DiskLength = 24L << 20;

    private const int BlockLength = 1 << 20;

    private readonly string _folder;

    private Primary(string folder, Workspace workspace, ReplicationGroup group, ReplicatedVM vm)
    {
        _folder = folder;
        Workspace = workspace;
        Group = group;
        Vm = vm;
    }

    public Workspace Workspace { get; }

    public ReplicationService Service => Workspace.Service;

    public ReplicationGroup Group { get; }

    public ReplicatedVM Vm { get; }

    public string Disk => Directory.GetFiles(Path.Combine(_folder, "hq", Vm.Name)).Single(file => !file.EndsWith(".json", StringComparison.Ordinal));

    /// <param name="folder">Of its own.</param>
    /// <param name="name">Of the machine.</param>
    /// <param name="remote">Settings of the site "dr".</param>
    /// <param name="format">Of the machine's disk.</param>
    public static async Task<Primary> StartAsync(string folder, string name, IReadOnlyDictionary<string, string> remote, DiskFormat format = DiskFormat.Raw)
    {
        Directory.CreateDirectory(folder);
        Workspace workspace = await Workspace.OpenAsync(new WorkspaceOptions { Folder = Path.Combine(folder, "workspace"), Catalog = null });
        ReplicationService service = workspace.Service;
        SiteDefinition hq = await service.Sites.AddAsync(
            "hq", SiteKind.Local, new Dictionary<string, string> { ["path"] = Path.Combine(folder, "hq"), ["hypervisor"] = "none" });
        SiteDefinition dr = await service.Sites.AddAsync("dr", SiteKind.Remote, remote);
        string raw = Path.Combine(folder, "image.raw");
        await MakeAsync(raw, name.Length);
        string image = raw;
        if (format != DiskFormat.Raw)
        {
            image = Path.Combine(folder, $"image.{format.ToString().ToLowerInvariant()}");
            await using IDiskView view = await workspace.Images.OpenAsync(raw);
            await workspace.Images.CreateAsync(image, format, view);
        }

        ISite site = await service.Sites.OpenAsync("hq");
        Machine machine = await ((IMachineImporter)site).ImportMachineAsync(name, [image]);
        var policy = new ReplicationPolicy { Id = Guid.NewGuid().ToString(), Name = "all", RecoveryPointInterval = TimeSpan.Zero };
        ReplicationGroup group = await service.Groups.NewAsync("group", hq, dr, policy);
        return new Primary(folder, workspace, group, await service.Groups.AddVmAsync(group, machine.Id));
    }

    public JobRequest Replicate => Service.Verbs.Replicate(Group, [Vm]);

    /// <summary>Runs to success.</summary>
    public async Task<T> RunAsync<T>(JobRequest request)
    {
        ReplicationJob job = await Service.RunAsync(request);
        Assert.True(job.Error is null, $"{request.Verb}: {job.Error?.ErrorId}: {job.Error?.Message}");
        return JsonSerializer.Deserialize<T>(job.Result ?? "null", ReplicationJson.Compact)!;
    }

    public Task RunAsync(JobRequest request) => RunAsync<object?>(request);

    /// <summary>Some bytes of the disk at home become others.</summary>
    public void Scribble(int seed) => Scribble(Disk, seed);

    public static void Scribble(string disk, int seed)
    {
        var random = new Random(seed);
        using FileStream file = new(disk, FileMode.Open, FileAccess.Write);
        var bytes = new byte[4096];
        for (int i = 0; i < 3; i++)
        {
            random.NextBytes(bytes);
            // The same block is hit again and again.
            file.Position = random.Next(6) * BlockLength + random.Next(200) * 4096L;
            file.Write(bytes);
        }
    }

    public async Task<string> HashAsync(string disk)
    {
        await using IDiskView view = await Workspace.Images.OpenAsync(disk);
        var content = new byte[view.Length];
        await view.ReadAsync(0, content);
        return Convert.ToHexString(SHA256.HashData(content));
    }

    public Task<string> HashAsync() => HashAsync(Disk);

    /// <summary>As the other site shows it, read through the client.</summary>
    public async Task<string> HashRemoteAsync(string machineId)
    {
        ISite site = await Service.Sites.OpenAsync("dr");
        Machine machine = (await site.FindMachineAsync(machineId))!;
        await using IDiskView view = await site.OpenDiskAsync(machineId, machine.Disks[0].Id);
        var content = new byte[view.Length];
        await view.ReadAsync(0, content);
        return Convert.ToHexString(SHA256.HashData(content));
    }

    /// <summary>Wherever it replicates to now.</summary>
    public async Task<RecoveryPoint> NewestAsync() => (await Service.Points.ListAsync((await Service.Groups.ListVmsAsync()).Single())).MaxBy(point => point.Sequence)!;

    public ValueTask DisposeAsync() => Workspace.DisposeAsync();

    private static async Task MakeAsync(string path, int seed)
    {
        await using FileStream file = new(path, FileMode.Create);
        file.SetLength(DiskLength);
        var random = new Random(seed);
        var block = new byte[BlockLength];
        for (int i = 0; i < 6; i++)
        {
            // Half of it is text, half noise, and three quarters of the disk are holes.
            random.NextBytes(block);
            if (i % 2 == 0) Array.Fill(block, (byte)('a' + i), 0, BlockLength / 2);
            file.Position = (long)i * BlockLength;
            await file.WriteAsync(block);
        }
    }
}
