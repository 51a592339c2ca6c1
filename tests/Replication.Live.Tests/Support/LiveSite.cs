using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Replication.Core.Capture;
using Replication.Core.Sites;
using Replication.Disks;
using Replication.Hypervisors.Local;
using Replication.TestGuest;

namespace Replication.Live.Tests.Support;

/// <summary>A Local site with a machine that a QEMU of the test runs, as somebody else's hypervisor would. It has no store.</summary>
internal sealed class LiveSite : IAsyncDisposable
{
    public const string MachineId = "6f1c1e8e-8a0a-4a57-9a8e-0d8f6c1f2b11";

    public static readonly string[] AllDisks = ["boot", "data"];

    public LiveSite(GuestFolder folder)
    {
        Path = folder.File("site");
        var definition = new SiteDefinition
        {
            Id = "site",
            Name = "here",
            SiteKind = SiteKind.Local,
            Settings = new Dictionary<string, string> { [LocalSiteSettings.PathName] = Path, [LocalSiteSettings.StoreName] = LocalSiteSettings.NoStore },
        };
        Site = LocalSite.Open(
            definition, new DiskImages(), (_, _) => throw new InvalidOperationException("This site has no store."), TimeProvider.System, NullLogger.Instance);
    }

    public string Path { get; }

    public LocalSite Site { get; }

    /// <summary>Makes the disks of a guest in a folder of the site, with a machine.json that names the sockets of its QEMU.</summary>
    public static async Task<GuestDisks> AddAsync(GuestFolder folder, string sitePath, string name, string machineId, GuestSettings settings)
    {
        string machine = System.IO.Path.Combine(sitePath, name);
        GuestDisks disks = await GuestDisks.MakeAsync(machine, settings);
        string file = JsonSerializer.Serialize(new
        {
            id = machineId,
            name,
            disks = new object[] { new { id = "boot", path = "boot.raw", boot = true }, new { id = "data", path = "data.raw" } },
            qmp = folder.File(name + ".qmp"),
            guestAgent = folder.File(name + ".qga"),
        });
        await File.WriteAllTextAsync(System.IO.Path.Combine(machine, "machine.json"), file);
        return disks;
    }

    /// <summary>Where a capture keeps what it needs.</summary>
    public string CaptureFolder => System.IO.Path.Combine(Path, ".live-" + MachineId);

    /// <summary>Changes machine.json until what is returned is disposed.</summary>
    public IDisposable Edit(Func<string, string> change)
    {
        string file = System.IO.Path.Combine(Path, "vm", "machine.json");
        string before = File.ReadAllText(file);
        string after = change(before);
        Assert.NotEqual(before, after);
        File.WriteAllText(file, after);
        return new Restore(() => File.WriteAllText(file, before));
    }

    /// <summary>Captures both disks of the machine.</summary>
    public Task<IMachineImage> CaptureAsync(IReadOnlyDictionary<string, string>? since = null) => Site.CaptureAsync(MachineId, AllDisks, since);

    /// <summary>The change tokens of an image, as the next capture is given them.</summary>
    public static Dictionary<string, string> TokensOf(IMachineImage image) => image.Disks.ToDictionary(disk => disk.Disk.Id, disk => disk.ChangeToken!);

    /// <summary>The whole content of a captured disk.</summary>
    public static async Task<byte[]> ReadAsync(IMachineImage image, string diskId)
    {
        CapturedDisk disk = image.Disks.Single(captured => captured.Disk.Id == diskId);
        byte[] content = new byte[disk.View.Length];
        await disk.View.ReadAsync(0, content);
        return content;
    }

    public ValueTask DisposeAsync() => Site.DisposeAsync();

    private sealed class Restore(Action undo) : IDisposable
    {
        public void Dispose() => undo();
    }
}
