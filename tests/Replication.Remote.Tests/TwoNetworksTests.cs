using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using Replication.Remote.Tests.Support;

namespace Replication.Remote.Tests;

/// <summary>The programs as users start them, in two networks that share one cable, which is pulled amid a replication and a failback.</summary>
public sealed class TwoNetworksTests : IDisposable
{
    private const int DiskBytes = 96 << 20;

    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "replication");

    private readonly string _folder = Directory.CreateTempSubdirectory("replication-networks-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task HVR_02_INV_02_two_agents_in_networks_of_their_own_whose_cable_is_pulled_end_bit_exact()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("REPLICATION_LONG_TESTS") is { Length: > 0 }, "Takes a minute: set REPLICATION_LONG_TESTS=1.");
        (TwoNetworks? networks, string? reason) = await TwoNetworks.CreateAsync();
        Assert.SkipWhen(networks is null, reason ?? "");
        using TwoNetworks cable = networks!;
        string keys = PathOf("keys.json");
        await File.WriteAllTextAsync(keys, """{"keys":[{"accessKeyId":"AKNET","secretAccessKey":"a-secret"}]}""");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(keys, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        using Process server = cable.StartThere(
            Program, "serve", "--store", PathOf("there/store"), "--machines", PathOf("there/machines"), "--hypervisor", "none", "--keys", keys,
            "--listen", $"http://{TwoNetworks.AddressThere}:0", "--json");
        try
        {
            string line = await server.StandardOutput.ReadLineAsync() ?? await server.StandardError.ReadToEndAsync();
            string url = JsonDocument.Parse(line).RootElement.GetProperty("addresses")[0].GetString()!;
            string image = PathOf("image.raw");
            await File.WriteAllBytesAsync(image, Noise());
            await RunAsync(cable, "site", "add", "hq", "--path", PathOf("hq"), "--hypervisor", "none");
            await RunAsync(cable, "site", "add", "dr", "--kind", "remote", "--url", url, "--keys", keys);
            await RunAsync(cable, "machine", "new", "web01", "--site", "hq", "--disk", image);
            await RunAsync(cable, "group", "new", "g", "--from", "hq", "--to", "dr");
            await RunAsync(cable, "vm", "add", "web01", "--group", "g");
            await CutAmidAsync(cable, "start", "web01");
            await CutAmidAsync(cable, "failover", "web01", "--no-start");
            Assert.Equal(Hash(PathOf("hq/web01/disk0.raw")), Hash(PathOf("there/machines/web01/disk0.raw")));
            await RunAsync(cable, "complete", "web01");
            Change(PathOf("there/machines/web01/disk0.raw"));
            await CutAmidAsync(cable, "reverse", "web01");
            Change(PathOf("hq/web01/disk0.raw"));
            await CutAmidAsync(cable, "failback", "web01");
            Assert.Equal(Hash(PathOf("there/machines/web01/disk0.raw")), Hash(PathOf("hq/web01/disk0.raw")));
        }
        finally
        {
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync();
        }
    }

    private static byte[] Noise()
    {
        var noise = new byte[DiskBytes];
        new Random(5).NextBytes(noise);
        return noise;
    }

    private static void Change(string disk)
    {
        using FileStream file = new(disk, FileMode.Open, FileAccess.Write);
        var bytes = new byte[1 << 20];
        for (int i = 0; i < 8; i++)
        {
            Random.Shared.NextBytes(bytes);
            file.Position = Random.Shared.Next(DiskBytes / bytes.Length) * (long)bytes.Length;
            file.Write(bytes);
        }
    }

    private static string Hash(string file)
    {
        using FileStream content = File.OpenRead(file);
        return Convert.ToHexString(SHA256.HashData(content));
    }

    /// <summary>The cable is out for a second, twice, while the verb runs.</summary>
    private async Task CutAmidAsync(TwoNetworks cable, params string[] arguments)
    {
        Task verb = RunAsync(cable, arguments);
        for (int i = 0; i < 2; i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1200), TimeProvider.System);
            await cable.CableAsync(plugged: false);
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
            await cable.CableAsync(plugged: true);
        }

        await verb;
    }

    private async Task RunAsync(TwoNetworks cable, params string[] arguments)
    {
        using Process process = cable.StartHere(Program, [.. arguments, "--workspace", PathOf("workspace")]);
        string text = await process.StandardOutput.ReadToEndAsync() + await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{string.Join(' ', arguments)}: {text}");
    }

    private string PathOf(string name) => Path.Combine(_folder, name);
}
