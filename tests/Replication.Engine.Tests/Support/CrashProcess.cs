using System.Diagnostics;

namespace Replication.Engine.Tests.Support;

/// <summary>Runs a verb in a process of its own that kills itself half-way.</summary>
public static class CrashProcess
{
    // 128 + SIGKILL on Linux; Process reports it so.
    private const int Killed = 137;

    /// <returns>True when it was killed, false when it came to its end before.</returns>
    public static async Task<bool> RunAsync(Lab lab, string verb, string vm, string? argument, string what, int count)
    {
        await lab.CloseAsync();
        string host = Path.Combine(AppContext.BaseDirectory, "Replication.CrashHost.dll");
        var start = new ProcessStartInfo("dotnet", [host, lab.WorkspaceFolder, verb, vm, argument ?? "-", what, $"{count}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_TC_QuickJitForLoops"] = "1";
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode == Killed) return true;
        Assert.True(process.ExitCode == 0, $"exit {process.ExitCode}: {await output} {await errors}");
        return false;
    }
}
