using System.Diagnostics;
using System.Text.Json;

namespace Replication.Ec2Facade.Tests.Support;

/// <summary>"replication serve --ec2" as a process of its own, which can be killed without a warning.</summary>
internal sealed class ServerProcess : IDisposable
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "replication.exe" : "replication");

    private readonly Process _process;

    private ServerProcess(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    public Uri Address { get; }

    public static async Task<ServerProcess> StartAsync(string folder)
    {
        string keys = Path.Combine(folder, "keys.json");
        await File.WriteAllTextAsync(keys, JsonSerializer.Serialize(new { keys = new[] { new { accessKeyId = Facade.KeyId, secretAccessKey = Facade.Secret } } }));
        var start = new ProcessStartInfo(
            Program,
            ["serve", "--region", $"{Facade.Home}={folder}/{Facade.Home}/store", $"{Facade.Away}={folder}/{Facade.Away}/store", "--ec2", folder, "--listen", "http://127.0.0.1:0", "--keys", keys, "--json"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Process process = Process.Start(start)!;
        string? line = await process.StandardOutput.ReadLineAsync();
        if (line is not null) return new ServerProcess(process, new Uri(JsonDocument.Parse(line).RootElement.GetProperty("addresses")[0].GetString()!));
        throw new InvalidOperationException(await process.StandardError.ReadToEndAsync());
    }

    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }
}
