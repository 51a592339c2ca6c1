using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using Replication.Core.Disks;
using Replication.Core.Machines;
using Replication.Core.Sites;
using Replication.Disks;
using Replication.Hypervisors.Local;

namespace Replication.Hypervisors.Tests.Support;

/// <summary>A Local site in a folder of its own; it has no store.</summary>
public sealed class SiteFolder : IAsyncDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("replication-hypervisors-").FullName;

    /// <param name="networks">What names of networks mean; null for no names.</param>
    public SiteFolder(string? networks = null)
    {
        Site = LocalSite.Open(
            new SiteDefinition
            {
                Id = "site",
                Name = "hq",
                SiteKind = SiteKind.Local,
                Settings = new Dictionary<string, string> { ["path"] = Folder, ["store"] = "none", ["networks"] = networks ?? "" },
            },
            Images, (_, _) => throw new InvalidOperationException("This site has no store."), TimeProvider.System, NullLogger.Instance);
    }

    public IDiskImages Images { get; } = new DiskImages();

    public LocalSite Site { get; }

    public string Folder => Path.Combine(_root, "site");

    public string Elsewhere(string name) => Path.Combine(_root, name);

    public string Write(string folder, string machineJson, params (string File, byte[] Content)[] disks)
    {
        string directory = Path.Combine(Folder, folder);
        Directory.CreateDirectory(directory);
        File.WriteAllText(Path.Combine(directory, "machine.json"), machineJson);
        foreach ((string file, byte[] content) in disks) File.WriteAllBytes(Path.Combine(directory, file), content);
        return directory;
    }

    public async Task<IReadOnlyList<Machine>> ListAsync()
    {
        var machines = new List<Machine>();
        await foreach (Machine machine in Site.ListMachinesAsync()) machines.Add(machine);
        return machines;
    }

    public async Task<byte[]> ReadDiskAsync(string machineId, string diskId)
    {
        await using IDiskView view = await Site.OpenDiskAsync(machineId, diskId);
        var content = new byte[view.Length];
        await view.ReadAsync(0, content);
        return content;
    }

    public static byte[] Random(int length, int seed)
    {
        var content = new byte[length];
        new Random(seed).NextBytes(content.AsSpan(length / 3, length / 3));
        return content;
    }

    /// <summary>Runs qemu-img, or skips the test.</summary>
    public static async Task QemuImgAsync(params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo("qemu-img", arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            string error = await process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            Assert.True(process.ExitCode == 0, error);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("qemu-img is not installed.");
        }
    }

    public static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    public async ValueTask DisposeAsync()
    {
        await Site.DisposeAsync();
        Directory.Delete(_root, recursive: true);
    }
}
