using System.Diagnostics;
using System.Text.Json;

namespace Replication.Agent.Tests;

/// <summary>Runs the built program as a user would, in a workspace of its own.</summary>
internal sealed class CommandRun : IDisposable
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "replication.exe" : "replication");

    /// <summary>Bytes of a disk that can be stopped in the middle of a trickle.</summary>
    public const int LargeDisk = 32 << 20;

    /// <summary>So much in the store is the beginning of <see cref="LargeDisk"/>.</summary>
    public const int SomeOfIt = 2 << 20;

    public CommandRun()
    {
        Folder = Directory.CreateTempSubdirectory("replication-cli-").FullName;
    }

    public string Folder { get; }

    /// <summary>Set for every process that is started from now on.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    public static byte[] Content(int length, int seed)
    {
        var content = new byte[length];
        new Random(seed).NextBytes(content);
        return content;
    }

    public string Path1(params string[] parts) => Path.Combine([Folder, .. parts]);

    public Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(Program) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["REPLICATION_HOME"] = Path1("workspace");
        foreach ((string name, string value) in Environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    public async Task<CommandResult> RunAsync(params string[] arguments)
    {
        using Process process = Start(arguments);
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new CommandResult(process.ExitCode, await output, await errors);
    }

    /// <summary>Runs a command that must succeed and parses its document.</summary>
    public async Task<JsonElement> JsonAsync(params string[] arguments)
    {
        CommandResult result = await RunAsync([.. arguments, "--json"]);
        Assert.True(result.ExitCode == 0, $"{string.Join(' ', arguments)}: {result.Errors}{result.Output}");
        return result.Json;
    }

    /// <summary>Sites hq and dr, a machine web01 of one disk, and a group that protects it.</summary>
    public async Task ProtectAsync(byte[] content)
    {
        string image = Path1("image.raw");
        await File.WriteAllBytesAsync(image, content);
        await JsonAsync("site", "add", "hq", "--path", Path1("hq"), "--hypervisor", "none");
        await JsonAsync("site", "add", "dr", "--path", Path1("dr"), "--hypervisor", "none");
        await JsonAsync("machine", "new", "web01", "--site", "hq", "--disk", image);
        await JsonAsync("group", "new", "web", "--from", "hq", "--to", "dr", "--interval", "0");
        await JsonAsync("vm", "add", "web01", "--group", "web");
    }

    /// <summary>
    /// From now on the group's transfers trickle, in this process or another: <see cref="LargeDisk"/> takes half a minute, in which what is to happen in the
    /// middle happens, on a busy machine too, and nobody computes meanwhile.
    /// </summary>
    public Task TrickleAsync() => JsonAsync("policy", "set", "web", "--limit", "1MiB/s");

    /// <summary>The rest goes at full speed; a running transfer hears of it within two seconds.</summary>
    public Task HurryAsync() => JsonAsync("policy", "set", "web", "--limit", "none");

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}

internal sealed record CommandResult(int ExitCode, string Output, string Errors)
{
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;
}
